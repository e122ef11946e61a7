import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { inside, labDown, labUp, type Parts, run as runCommand, type RunOptions } from "../..";
import { untilInterrupted } from "../../interrupt";
import { labPaths } from "../../paths";
import { toolsOnPath } from "../../tools/toolPath";
import { claim } from "./claims";
import { type Counts, readCounts, sum } from "./counts";
import { OUTSIDE, type Run, runsInOrder, storiesOfRun, storyFiles } from "./stories";

/** What of the stories is run, and how. */
export interface Choices {
    /** The long tables too. */
    readonly full: boolean;
    /** Leave the lab up afterwards. */
    readonly keep: boolean;
    readonly parts: Parts;
    /** Only tests whose names contain it. */
    readonly grep?: string;
    /** Only what is run outside of labs. */
    readonly outside: boolean;
    /** Directory in which lanes agree who takes which story; without it all are taken. */
    readonly claims?: string;
}

/**
 * Runs each story in a lab of its own: what the one before has left in a registry, on a node or in a
 * log is not there. A lab takes seconds to start, and what looks at all of it need not tell whose it
 * sees. Each failure on the way counts as one; without a lab that starts no further story is taken.
 */
export function runInOneLab(chosen: Choices): Promise<Counts> {
    return untilInterrupted((signal) => runStories(chosen, signal), { keep: chosen.keep });
}

async function runStories(chosen: Choices, signal: AbortSignal): Promise<Counts> {
    let counts: Counts = { passed: 0, failed: 0, skipped: 0 };
    const attempt = async (work: () => Promise<void>): Promise<boolean> => {
        try {
            signal.throwIfAborted();
            await work();
            return true;
        } catch (error) {
            // Nothing is tried any more, and nothing of it is to be counted.
            signal.throwIfAborted();
            console.error(error instanceof Error ? error.message : String(error));
            counts = { ...counts, failed: counts.failed + 1 };
            return false;
        }
    };
    const start = () =>
        attempt(async () => {
            const { preparation, start: starting } = await labUp({ parts: chosen.parts, signal });
            console.log(
                `lab: ${preparation.toFixed(1)} s of preparation, ${starting.toFixed(1)} s to start`,
            );
        });
    const stop = () =>
        attempt(async () => {
            console.log(`lab: down in ${(await labDown()).toFixed(1)} s`);
        });
    // With `--grep` a lab that is up will do: somebody tries one thing again and again.
    let isFresh = chosen.grep !== undefined || chosen.outside || (await stop());
    for (const run of runsOf(chosen)) {
        if (chosen.claims !== undefined && !claim(chosen.claims, run.name)) {
            continue;
        }
        const isReady = isFresh || (await stop());
        isFresh = run.outside === true;
        if (!(isReady && (isFresh || (await start())))) {
            break;
        }
        await attempt(async () => {
            const began = performance.now();
            counts = sum(counts, await runMocha(chosen, run, signal));
            console.log(`${run.name}: ${minutesSince(began)}`);
        });
    }
    if (!isFresh && !chosen.keep) {
        await stop();
    }
    return counts;
}

/** `2.5 minutes` */
export function minutesSince(began: number): string {
    return `${((performance.now() - began) / 60_000).toFixed(1)} minutes`;
}

/** With `--grep` all files at once, because most of them have nothing to run. */
function runsOf({ full, grep, outside }: Choices): Run[] {
    if (outside) {
        return [OUTSIDE];
    }
    const stories = storiesOfRun(labPaths().project, full);
    return grep === undefined ? runsInOrder(stories) : [{ name: "all", stories, charts: true }];
}

async function runMocha(
    { full, parts, grep }: Choices,
    run: Run,
    signal: AbortSignal,
): Promise<Counts> {
    const paths = labPaths();
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), "image-drift-counts-"));
    const file = path.join(directory, "counts.json");
    const options = {
        cwd: paths.project,
        terminal: true,
        signal,
        // As many as there are failures, up to what an exit code can say.
        accept: [...Array(256).keys()],
    } satisfies RunOptions;
    const env = {
        PATH: `${toolsOnPath(paths)}:${process.env.PATH ?? ""}`,
        IMAGE_DRIFT_LAB_PARTS: parts,
        IMAGE_DRIFT_LAB_COUNTS: file,
        ...(full && { IMAGE_DRIFT_LAB_FULL: "true" }),
    };
    const mocha = `${paths.project}/node_modules/mocha/bin/mocha.js`;
    try {
        await (run.outside
            ? runCommand(process.execPath, [mocha, "--config", "lab/tests/outside/.mocharc.json"], {
                  ...options,
                  env: { ...process.env, ...env },
              })
            : inside(process.execPath, [mocha, ...mochaArguments(run, grep)], {
                  ...options,
                  env,
              }));
        return readCounts(file);
    } finally {
        fs.rmSync(directory, { recursive: true });
    }
}

function mochaArguments(run: Run, grep: string | undefined): string[] {
    const others = storyFiles(labPaths().project).filter((story) => !run.stories.includes(story));
    return [
        ...["--config", "lab/tests/.mocharc.json"],
        ...(grep === undefined ? [] : ["--grep", grep]),
        ...others.flatMap((story) => ["--ignore", `lab/tests/${story}`]),
        ...(run.charts ? [] : ["--ignore", "test/**"]),
    ];
}
