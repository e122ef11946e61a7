/**
 * `npm run demo`: the whole loop on this machine, from nothing to nothing.
 *
 *   --keep            leave everything up at the end, and say how to look around
 *   --parts lab|real  the lab's own providers and charts, or the published ones: see lab/README.md
 */
import { parseArgs } from "node:util";

import { asParts, inside, partsFault, partsLine, withLab } from "..";

async function main(): Promise<number> {
    const { values } = parseArgs({
        options: {
            keep: { type: "boolean", default: false },
            parts: { type: "string", default: "lab" },
        },
    });
    const parts = asParts(values.parts);
    if (parts === undefined) {
        console.error(partsFault(values.parts));
        return 2;
    }
    const began = performance.now();
    try {
        return await withLab({ parts, keep: values.keep }, async (_times, signal) => {
            const { code } = await inside(
                process.execPath,
                [
                    ...["--import", "tsx", `${__dirname}/inside.ts`, "--parts", parts],
                    ...(values.keep ? ["--keep"] : []),
                ],
                { terminal: true, accept: [0, 1], signal },
            );
            return code;
        });
    } finally {
        const minutes = (performance.now() - began) / 60_000;
        console.log(`Everything together: ${minutes.toFixed(1)} minutes.`);
        console.log(partsLine(parts));
    }
}

main()
    .then((code) => {
        process.exitCode = code;
    })
    .catch((error: unknown) => {
        console.error(error instanceof Error ? error.message : String(error));
        process.exitCode = 1;
    });
