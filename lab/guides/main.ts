/**
 * `npm run guides`: runs the commands of the guides in docs/, in a lab that is started before and
 * stopped afterwards, as their reader would: the setup guide's first, whichever is named.
 *
 *   GUIDE…            only the setup guide and these; all if none is named
 *   --list            say what would be run, and start nothing
 *   --keep            leave the lab and what the guides have made
 *   --parts lab|real  see lab/README.md
 */
import { parseArgs } from "node:util";

import { asParts, inside, labPaths, partsFault, partsLine, withLab } from "..";
import { chosenGuides } from "./guides";
import { listed } from "./list";

async function main(): Promise<number> {
    const { values, positionals } = parseArgs({
        allowPositionals: true,
        options: {
            list: { type: "boolean", default: false },
            keep: { type: "boolean", default: false },
            parts: { type: "string", default: "lab" },
        },
    });
    const parts = asParts(values.parts);
    if (parts === undefined) {
        throw new Error(partsFault(values.parts));
    }
    // Before a lab is started: mistakes in what they say to the runner show here.
    const guides = chosenGuides(labPaths().project, positionals);
    if (values.list) {
        console.log(guides.flatMap(listed).join("\n"));
        return 0;
    }
    try {
        return await withLab({ parts, keep: values.keep }, async (_times, signal) => {
            const { code } = await inside(
                process.execPath,
                [
                    ...["--import", "tsx", `${__dirname}/inside.ts`, "--parts", parts],
                    ...(values.keep ? ["--keep"] : []),
                    ...guides.map(({ name }) => name),
                ],
                { terminal: true, accept: [0, 1], signal },
            );
            return code;
        });
    } finally {
        console.log(partsLine(parts));
    }
}

main().then(
    (code) => {
        process.exitCode = code;
    },
    (error: unknown) => {
        console.error(error instanceof Error ? error.message : String(error));
        process.exitCode = 2;
    },
);
