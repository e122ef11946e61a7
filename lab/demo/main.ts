/**
 * `npm run demo`: the whole loop on this machine, from nothing to nothing.
 *
 *   --keep            leave everything up at the end, and say how to look around
 *   --parts lab|real  the lab's own stand-ins for what package registries do not carry, or downloads
 */
import { parseArgs } from "node:util";

import { inside, labDown, labUp } from "..";

async function main(): Promise<number> {
    const { values } = parseArgs({
        options: {
            keep: { type: "boolean", default: false },
            parts: { type: "string", default: "lab" },
        },
    });
    if (values.parts !== "lab" && values.parts !== "real") {
        console.error(`--parts is "${values.parts}"; allowed are lab and real`);
        return 2;
    }
    const began = performance.now();
    const { preparation, start } = await labUp();
    console.log(
        `The lab is up: ${preparation.toFixed(1)} s of preparation, ${start.toFixed(1)} s to start.`,
    );
    try {
        const { code } = await inside(
            process.execPath,
            [
                ...["--import", "tsx", `${__dirname}/inside.ts`, "--parts", values.parts],
                ...(values.keep ? ["--keep"] : []),
            ],
            { terminal: true, accept: [0, 1] },
        );
        return code;
    } finally {
        if (!values.keep) {
            console.log(`The lab is down (${(await labDown()).toFixed(1)} s).`);
        }
        const minutes = (performance.now() - began) / 60_000;
        console.log(`Everything together: ${minutes.toFixed(1)} minutes.`);
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
