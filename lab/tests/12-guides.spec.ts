import { type Guide, GUIDES, readGuide } from "../guides/guides";
import { Reader } from "../guides/reader";
import { openWorld, type World } from "../guides/world";
import { type Lab, openLab } from "../loop/lab";
import { labPaths } from "../paths";
import { isFullRun, partsOfRun } from "./support/parts";
import { stepsOfOneStory } from "./support/steps";
import { assertSame, type Snapshot, takeSnapshot } from "./support/snapshot";

const guides = GUIDES.map((name) => readGuide(labPaths().project, name));

/** Each command of the guides as its reader types it, from an empty directory to destroy. */
if (isFullRun()) {
    describe("the guides, word for word", () => {
        const step = stepsOfOneStory();

        let lab: Lab;
        let world: World;
        let nothing: Snapshot;

        step("begin in a lab with nothing in it", async () => {
            lab = await openLab(partsOfRun(), "guides-engine");
            nothing = await takeSnapshot(lab);
            world = await openWorld(lab);
        });

        for (const guide of guides) {
            describe(guide.file, () => {
                typed(guide);
            });
        }

        // A suite of its own: mocha runs a suite's own tests before those of the suites within it.
        describe("when all are read", () => {
            step("nothing is left but the repository", async () => {
                await world.leave();
                await world.repository.delete();
                assertSame(nothing, await takeSnapshot(lab));
            });
        });

        /** A step a block, so that one that fails is named, and how long each took. */
        function typed(guide: Guide): void {
            let reader: Reader;

            step("is opened", () => {
                reader = new Reader(world, guide);
                return Promise.resolve();
            });

            for (const block of guide.blocks.filter(({ notRun }) => notRun === undefined)) {
                const [first = ""] = block.text.split("\n");
                step(`line ${block.line}: ${first}`, () => reader.type(block));
            }

            step("is closed", () => reader.close());
        }
    });
}
