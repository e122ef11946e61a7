import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { packCharts, type PackedCharts } from "../../../lab/charts/pack";
import { chartTools, type ChartTools } from "../../../lab/charts/tools";
import { run } from "../../../lab/processes/run";

/** What tests of the packed charts share. */
export interface PackedFixture {
    readonly tools: ChartTools;
    readonly charts: PackedCharts;
    /** Scratch space; {@link removeFixture} deletes it with the charts. */
    readonly folder: string;
}

/** Packs the charts into a new folder; a string says why that is impossible on this machine. */
export async function packedFixture(): Promise<PackedFixture | string> {
    let tools: ChartTools;
    try {
        tools = chartTools();
        await run("go", ["version"]);
    } catch (error) {
        return (error as Error).message;
    }
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), "lab-charts-"));
    return { tools, folder, charts: await packCharts(path.join(folder, "packed"), tools) };
}

export async function removeFixture(fixture: PackedFixture | undefined): Promise<void> {
    if (fixture !== undefined) await fs.rm(fixture.folder, { recursive: true });
}

/** Skips a suite, saying so where it cannot be overlooked. */
export function skipLoudly(context: Mocha.Context, reason: string): never {
    console.warn(`\n  SKIPPED: the lab's charts are not tested: ${reason}\n`);
    context.skip();
}
