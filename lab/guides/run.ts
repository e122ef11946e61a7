import type { Guide } from "./guides";
import { Reader } from "./reader";
import type { World } from "./world";

/** How a guide went. */
export interface GuideRun {
    readonly guide: Guide;
    readonly ran: number;
    /** Reasons of blocks that were not run. */
    readonly notRun: readonly string[];
    readonly seconds: number;
}

/**
 * Runs the commands of a guide in order, up to the first that fails.
 *
 * @param say is told a line for each block: how long it took, or why it is not run
 * @throws GuideFault
 */
export async function runGuide(
    world: World,
    guide: Guide,
    say: (line: string) => void,
): Promise<GuideRun> {
    const began = performance.now();
    const reader = new Reader(world, guide);
    const notRun: string[] = [];
    let ran = 0;
    try {
        for (const block of guide.blocks) {
            const where = `${guide.file}:${block.line}`;
            if (block.notRun !== undefined) {
                say(`${where}: not run: ${block.notRun}`);
                notRun.push(block.notRun);
                continue;
            }
            const since = performance.now();
            await reader.type(block);
            ran += 1;
            say(`${where}: ${((performance.now() - since) / 1000).toFixed(1)} s`);
        }
    } finally {
        await reader.close();
    }
    return { guide, ran, notRun, seconds: (performance.now() - began) / 1000 };
}
