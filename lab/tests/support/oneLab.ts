import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { inside, labDown, labUp, type Parts } from "../..";
import { labPaths } from "../../paths";
import { toolsOnPath } from "../../tools/toolPath";
import { type Counts, readCounts } from "./counts";
import { type Lane, laneOf } from "./lanes";

/** What of the stories is run, and how. */
export interface Choices {
    /** The long tables too. */
    readonly full: boolean;
    /** Leave the lab up afterwards. */
    readonly keep: boolean;
    readonly parts: Parts;
    /** Only tests whose names contain it. */
    readonly grep?: string;
    /** Only the files of this lane. */
    readonly lane?: Lane;
}

/** Starts the lab, runs mocha in it, stops it. Each failure on the way counts as one. */
export async function runInOneLab(chosen: Choices): Promise<Counts> {
    let counts: Counts = { passed: 0, failed: 0, skipped: 0 };
    const attempt = async (work: () => Promise<void>): Promise<boolean> => {
        try {
            await work();
            return true;
        } catch (error) {
            console.error(error instanceof Error ? error.message : String(error));
            counts = { ...counts, failed: counts.failed + 1 };
            return false;
        }
    };
    const isUp = await attempt(async () => {
        const { preparation, start } = await labUp({ parts: chosen.parts });
        console.log(
            `lab: ${preparation.toFixed(1)} s of preparation, ${start.toFixed(1)} s to start`,
        );
    });
    if (isUp) {
        await attempt(async () => {
            counts = await runMocha(chosen);
        });
    }
    if (!chosen.keep) {
        await attempt(async () => {
            console.log(`lab: down in ${(await labDown()).toFixed(1)} s`);
        });
    }
    return counts;
}

async function runMocha({ full, parts, grep, lane }: Choices): Promise<Counts> {
    const paths = labPaths();
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), "image-drift-counts-"));
    const file = path.join(directory, "counts.json");
    const stories = fs.readdirSync(path.join(paths.project, "lab/tests"));
    const others = lane === undefined ? [] : stories.filter((story) => laneOf(story) !== lane);
    try {
        await inside(
            process.execPath,
            [
                `${paths.project}/node_modules/mocha/bin/mocha.js`,
                ...["--config", "lab/tests/.mocharc.json"],
                ...(grep === undefined ? [] : ["--grep", grep]),
                ...others.flatMap((story) => ["--ignore", `lab/tests/${story}`]),
                ...(lane === "2" ? ["--ignore", "test/lab/**"] : []),
            ],
            {
                cwd: paths.project,
                terminal: true,
                // As many as there are failures, up to what an exit code can say.
                accept: [...Array(256).keys()],
                env: {
                    PATH: `${toolsOnPath(paths)}:${process.env.PATH ?? ""}`,
                    IMAGE_DRIFT_LAB_PARTS: parts,
                    IMAGE_DRIFT_LAB_COUNTS: file,
                    ...(full && { IMAGE_DRIFT_LAB_FULL: "true" }),
                },
            },
        );
        return readCounts(file);
    } finally {
        fs.rmSync(directory, { recursive: true });
    }
}
