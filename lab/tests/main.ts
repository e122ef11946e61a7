/**
 * `npm run test:lab`: the real engine and the closed loop, in labs that are started before and
 * stopped afterwards: up to three side by side, or one with `--grep`.
 *
 *   --full            the long tables too (`npm run test:lab:full`)
 *   --keep            leave the labs up afterwards
 *   --parts lab|real  see lab/README.md
 *   --grep TEXT       only tests whose names contain it
 *   --outside         only the tests of the lab's own life, which need none: lab/tests/outside
 *   --claims DIR      take what no other lane has taken there, in one lab; a whole run says it to
 *                     each of its lanes
 *   --counts FILE     write the counts there, as JSON, and not as the last line
 */
import * as fs from "node:fs";
import { parseArgs } from "node:util";

import { asParts, partsFault, partsLine } from "..";
import { labPaths } from "../paths";
import { prepare } from "../up";
import { countLine, type Counts } from "./support/counts";
import { runLanes } from "./support/lanes";
import { type Choices, minutesSince, runInOneLab } from "./support/oneLab";
import { runsInOrder, storiesOfRun } from "./support/stories";

function choices(): Choices & { readonly counts?: string } {
    const { values } = parseArgs({
        options: {
            full: { type: "boolean", default: false },
            keep: { type: "boolean", default: false },
            parts: { type: "string", default: "lab" },
            grep: { type: "string" },
            outside: { type: "boolean", default: false },
            claims: { type: "string" },
            counts: { type: "string" },
        },
    });
    const parts = asParts(values.parts);
    if (parts === undefined) {
        throw new Error(partsFault(values.parts));
    }
    return { ...values, parts };
}

async function main(): Promise<Counts> {
    const { counts: file, ...chosen } = choices();
    const counts = await runChosen(chosen);
    if (file === undefined) {
        console.log(partsLine(chosen.parts));
        console.log(countLine(counts));
    } else {
        fs.writeFileSync(file, JSON.stringify(counts));
    }
    return counts;
}

async function runChosen(chosen: Choices): Promise<Counts> {
    if (chosen.grep !== undefined || chosen.outside || chosen.claims !== undefined) {
        return runInOneLab(chosen);
    }
    // Once, for all.
    const paths = labPaths();
    await prepare(paths, { parts: chosen.parts });
    const runs = runsInOrder(storiesOfRun(paths.project, chosen.full));
    const began = performance.now();
    const counts = await runLanes(
        process.argv.slice(2),
        runs.map(({ name }) => name),
    );
    console.log(`All stories: ${minutesSince(began)}, preparation aside.`);
    return counts;
}

main().then(
    ({ failed }) => {
        process.exitCode = failed === 0 ? 0 : 1;
    },
    (error: unknown) => {
        console.error(error instanceof Error ? error.message : String(error));
        console.log(countLine({ passed: 0, failed: 1, skipped: 0 }));
        process.exitCode = 1;
    },
);
