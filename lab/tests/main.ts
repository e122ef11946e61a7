/**
 * `npm run test:lab`: the real engine and the closed loop, in labs that are started before and
 * stopped afterwards: three side by side, or one with `--grep`.
 *
 *   --full            the long tables too (`npm run test:lab:full`)
 *   --keep            leave the labs up afterwards
 *   --parts lab|real  see lab/README.md
 *   --grep TEXT       only tests whose names contain it
 *   --lane 1|2|3      only the stories of one lane, in one lab
 *   --counts FILE     write the counts there, as JSON, and not as the last line
 */
import * as fs from "node:fs";
import { parseArgs } from "node:util";

import { asParts, partsFault, partsLine } from "..";
import { labPaths } from "../paths";
import { prepare } from "../up";
import { countLine, type Counts } from "./support/counts";
import { asLane, LANES, runLanes } from "./support/lanes";
import { type Choices, runInOneLab } from "./support/oneLab";

function choices(): Choices & { readonly counts?: string } {
    const { values } = parseArgs({
        options: {
            full: { type: "boolean", default: false },
            keep: { type: "boolean", default: false },
            parts: { type: "string", default: "lab" },
            grep: { type: "string" },
            lane: { type: "string" },
            counts: { type: "string" },
        },
    });
    const parts = asParts(values.parts);
    if (parts === undefined) {
        throw new Error(partsFault(values.parts));
    }
    const { lane: given, ...others } = values;
    const lane = asLane(given);
    if (lane === undefined && given !== undefined) {
        throw new Error(`--lane is "${given}"; allowed: ${LANES.join(", ")}`);
    }
    return { ...others, parts, ...(lane && { lane }) };
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
    if (chosen.grep !== undefined || chosen.lane !== undefined) {
        return runInOneLab(chosen);
    }
    // Once, for all.
    await prepare(labPaths(), { parts: chosen.parts });
    return runLanes(process.argv.slice(2));
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
