import { json, webhookSettings } from "../engine/settings";
import { cloneRepository, openJoiningStack, openLab, openStack, watch } from "../loop/lab";
import { packApps, pushFirstImages } from "./environments/beginning";
import { badReleasesSteps } from "./environments/badReleases";
import { rolloutsSteps } from "./environments/rollouts";
import { APPS, OVERLAYS, type Scene, SceneToFill } from "./environments/scene";
import { stuckBuildSteps } from "./environments/stuckRelease";
import { isFullRun, partsOfRun } from "./support/parts";
import { assertSame, takeSnapshot } from "./support/snapshot";
import { type Step, stepsOfOneStory } from "./support/steps";

/** Sections of the story, in their order. Each leaves all environments healthy and unpinned. */
const SECTIONS: Readonly<Record<string, (scene: Scene, step: Step) => void>> = {
    "zero downtime": rolloutsSteps,
    "a build that never gets ready": stuckBuildSteps,
    ...(isFullRun() && { "bad releases in prod": badReleasesSteps }),
};

/** What users notice of releases, good ones and bad ones: nothing. In dev; in the full run in prod too. */
describe("rollouts while somebody asks", () => {
    const step = stepsOfOneStory();
    const filling = new SceneToFill();
    const { scene } = filling;

    after("compiled applications are removed", () => {
        if (filling.has("apps")) {
            APPS.forEach((app) => {
                scene.apps[app].remove();
            });
        }
    });

    step(`dev is made${isFullRun() ? ", and prod, which joins it" : ""}`, async () => {
        const lab = await openLab(partsOfRun(), "rollouts");
        filling.fill({ lab, nothing: await takeSnapshot(lab) });
        const usedBy = json(isFullRun() ? ["prod"] : []);
        const dev = await openStack(lab, "dev", { usedBy, ...webhookSettings() });
        const stacks = { dev, ...(isFullRun() && { prod: await openJoiningStack(lab, "prod") }) };
        filling.fill({
            stacks,
            watched: {
                dev: watch(lab, "dev", OVERLAYS.dev),
                ...(isFullRun() && { prod: watch(lab, "prod", OVERLAYS.prod) }),
            },
        });
        await dev.up();
        await stacks.prod?.up();
    });

    step("both images run in each environment", async () => {
        filling.fill({ copy: await cloneRepository(scene.lab, "rollouts/working-copy") });
        filling.fill({ apps: await packApps(scene) });
        await pushFirstImages(scene);
    });

    for (const [title, section] of Object.entries(SECTIONS)) {
        describe(title, () => {
            section(scene, step);
        });
    }

    // In a suite of its own, as those before: mocha runs them after all tests beside them.
    describe("goodbye", () => {
        goodbyeSteps(scene, step);
    });
});

/** Whatever there was has gone. */
function goodbyeSteps(scene: Scene, step: Step): void {
    step("all of it goes", async () => {
        const { dev, prod } = scene.stacks;
        if (isFullRun()) {
            await prod.destroy();
            await dev.configure({ usedBy: json([]) });
            await dev.up();
        }
        await dev.destroy();
        assertSame(scene.nothing, await takeSnapshot(scene.lab));
    });
}
