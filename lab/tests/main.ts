/**
 * `npm run test:lab`: the real engine and the closed loop, in a lab that is started before and
 * stopped afterwards.
 *
 *   --full            the long tables too (`npm run test:lab:full`)
 *   --keep            leave the lab up afterwards
 *   --parts lab|real  see lab/README.md
 *   --grep TEXT       only tests whose names contain it
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parseArgs } from "node:util";

import { asParts, inside, labDown, labUp, type Parts, partsFault, partsLine } from "..";
import { toolsOnPath } from "../tools/toolPath";
import { labPaths } from "../paths";
import { countLine, type Counts, readCounts } from "./support/counts";

interface Choices {
    readonly full: boolean;
    readonly keep: boolean;
    readonly parts: Parts;
    readonly grep?: string;
}

function choices(): Choices {
    const { values } = parseArgs({
        options: {
            full: { type: "boolean", default: false },
            keep: { type: "boolean", default: false },
            parts: { type: "string", default: "lab" },
            grep: { type: "string" },
        },
    });
    const parts = asParts(values.parts);
    if (parts === undefined) {
        throw new Error(partsFault(values.parts));
    }
    return { ...values, parts };
}

/** Starts the lab, runs mocha in it, stops it. Each failure on the way counts as one. */
async function main(): Promise<Counts> {
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
    await attempt(async () => {
        const chosen = choices();
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
            console.log(`lab: down in ${(await labDown()).toFixed(1)} s`);
        }
        console.log(partsLine(chosen.parts));
    });
    return counts;
}

async function runMocha({ full, parts, grep }: Choices): Promise<Counts> {
    const paths = labPaths();
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), "image-drift-counts-"));
    const file = path.join(directory, "counts.json");
    const mocha = ["--config", "lab/tests/.mocharc.json"];
    try {
        await inside(
            process.execPath,
            [
                `${paths.project}/node_modules/mocha/bin/mocha.js`,
                ...mocha,
                ...(grep === undefined ? [] : ["--grep", grep]),
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

void main().then((counts) => {
    console.log(countLine(counts));
    process.exitCode = counts.failed === 0 ? 0 : 1;
});
