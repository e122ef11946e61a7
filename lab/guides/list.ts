import { splitCommands } from "./commands";
import type { Guide } from "./guides";

/** What of a guide is run and what is not, with its place, a line each. */
export function listed({ file, blocks }: Guide): string[] {
    return blocks.flatMap((block) =>
        block.notRun === undefined
            ? splitCommands(block).map(({ line, text }) => `${file}:${line}: ${text}`)
            : [`${file}:${block.line}: not run: ${block.notRun}`],
    );
}
