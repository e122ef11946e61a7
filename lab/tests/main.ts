/**
 * `npm run test:lab`: the real engine and the closed loop, in a lab that is started before and
 * stopped afterwards.
 *
 *   --full            the long tables too (`npm run test:lab:full`)
 *   --keep            leave the lab up afterwards
 *   --parts lab|real  see lab/README.md
 *   --grep TEXT       only tests whose names contain it
 */
import { parseArgs } from "node:util";

import { asParts, inside, labDown, labUp, partsFault, partsLine } from "..";
import { toolsOnPath } from "../tools/toolPath";
import { labPaths } from "../paths";

async function main(): Promise<number> {
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
    const paths = labPaths();
    const { preparation, start } = await labUp({ parts });
    console.log(`lab: ${preparation.toFixed(1)} s of preparation, ${start.toFixed(1)} s to start`);
    try {
        const mocha = [
            "--config",
            "lab/tests/.mocharc.json",
            ...(values.grep === undefined ? [] : ["--grep", values.grep]),
        ];
        const { code } = await inside(
            process.execPath,
            [`${paths.project}/node_modules/mocha/bin/mocha.js`, ...mocha],
            {
                cwd: paths.project,
                terminal: true,
                accept: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
                env: {
                    PATH: `${toolsOnPath(paths)}:${process.env.PATH ?? ""}`,
                    IMAGE_DRIFT_LAB_PARTS: parts,
                    ...(values.full && { IMAGE_DRIFT_LAB_FULL: "true" }),
                },
            },
        );
        return code;
    } finally {
        if (!values.keep) {
            console.log(`lab: down in ${(await labDown()).toFixed(1)} s`);
        }
        console.log(partsLine(parts));
    }
}

main()
    .then((code) => {
        process.exitCode = code;
    })
    .catch((error: unknown) => {
        console.error(error instanceof Error ? error.message : String(error));
        console.log("npm run test:lab: 0 passed, 1 failed, 0 skipped");
        process.exitCode = 1;
    });
