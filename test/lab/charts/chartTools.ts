import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { ARGO_CD, type LabChart } from "../../../lab/charts/definition";
import { packCharts, type PackedCharts } from "../../../lab/charts/pack";
import { render, type KubernetesObject } from "../../../lab/charts/rendered";
import { chartTools, type ChartTools } from "../../../lab/charts/tools";
import { run } from "../../../lab/processes/run";

/** The packed charts as a suite sees them; there are none before its first test. */
export interface SuiteCharts {
    readonly fixture: () => PackedFixture;
    /** The chart's `.tgz`. */
    readonly file: (chart: LabChart) => string;
    /** What the chart makes of values. @param release other than the one the chart is made for */
    readonly render: (
        chart: LabChart,
        values: object,
        release?: string,
    ) => Promise<KubernetesObject[]>;
}

/**
 * Packs the charts before the tests of the suite that calls it, and removes them after. Where they
 * cannot be packed the suite is skipped.
 */
export function packedCharts(): SuiteCharts {
    let packed: PackedFixture | undefined;
    before(async function () {
        const made = await packedFixture();
        if (typeof made === "string") skipLoudly(this, made);
        packed = made;
    });
    after(() => removeFixture(packed));

    const fixture = () => {
        if (packed === undefined) throw new Error("the charts are packed before the first test");
        return packed;
    };
    const file = (chart: LabChart) => {
        const { argoCd, imageUpdater } = fixture().charts;
        return chart === ARGO_CD ? argoCd : imageUpdater;
    };
    return {
        fixture,
        file,
        render: (chart, values, release = chart.release) =>
            render({ helm: fixture().tools.helm, chart: file(chart), release, values }),
    };
}

/** What tests of the packed charts share. */
interface PackedFixture {
    readonly tools: ChartTools;
    readonly charts: PackedCharts;
    /** Scratch space; {@link removeFixture} deletes it with the charts. */
    readonly folder: string;
}

/** Packs the charts into a new folder; a string says why that is impossible on this machine. */
async function packedFixture(): Promise<PackedFixture | string> {
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

async function removeFixture(fixture: PackedFixture | undefined): Promise<void> {
    if (fixture !== undefined) await fs.rm(fixture.folder, { recursive: true });
}

/** Skips a suite, saying so where it cannot be overlooked. */
function skipLoudly(context: Mocha.Context, reason: string): never {
    console.warn(`\n  SKIPPED: the lab's charts are not tested: ${reason}\n`);
    context.skip();
}
