import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { parseArgs } from "node:util";
import * as yaml from "yaml";
import { z } from "zod";
import { labPaths } from "../paths";
import { ARGO_CD, IMAGE_UPDATER, type LabChart } from "./definition";
import { differences, explanation, type Difference } from "./difference";
import { KNOWN_DIFFERENCES } from "./knownDifferences";
import { packChart } from "./pack";
import { render } from "./rendered";
import { reportTable, writeReport, type Compared } from "./report";
import { chartTools } from "./tools";

/** The values the project sets, as its tests keep them. */
const GOLDEN = path.join(labPaths().project, "test", "golden", "charts");

const USAGE = `Usage: npx tsx lab/charts/compare.ts --public DIR [--values DIR] [--write]
  --public  folder with the public charts argo-cd ${ARGO_CD.publicVersion} and argocd-image-updater ${IMAGE_UPDATER.publicVersion}, unpacked
  --values  folder with <chart>-<variant>.yaml files (default: test/golden/charts)
  --write   put the table into lab/charts/README.md`;

/**
 * Renders the lab's charts and the public ones with the project's values and prints what differs.
 * Exits with 1 when a difference has no reason, or a reason no difference.
 */
async function main(): Promise<void> {
    const { values } = parseArgs({
        options: {
            public: { type: "string" },
            values: { type: "string", default: GOLDEN },
            write: { type: "boolean", default: false },
        },
    });
    if (values.public === undefined) throw new Error(USAGE);

    const compared = [
        ...(await compareChart(ARGO_CD, values.public, values.values)),
        ...(await compareChart(IMAGE_UPDATER, values.public, values.values)),
    ];
    const unexplained = compared.filter(({ known }) => known === undefined);
    const seen = new Set(compared.map(({ known }) => known));
    const stale = KNOWN_DIFFERENCES.filter((known) => !seen.has(known));
    console.log(reportTable(compared));
    if (values.write && unexplained.length === 0 && stale.length === 0) {
        await writeReport(compared);
    }
    for (const { difference } of unexplained) {
        console.error(
            `unexplained: ${difference.chart} ${difference.kind}/${difference.name} ${difference.path}: lab ${difference.lab ?? "-"}, public ${difference.public ?? "-"}`,
        );
    }
    for (const known of stale) {
        console.error(`no longer there: ${known.chart} ${known.kind}/${known.name} ${known.path}`);
    }
    process.exitCode = unexplained.length + stale.length === 0 ? 0 : 1;
}

const valuesOf = z.record(z.string(), z.unknown());

async function compareChart(
    chart: LabChart,
    publicFolder: string,
    valuesFolder: string,
): Promise<Compared[]> {
    const tools = chartTools();
    const files = (await fs.readdir(valuesFolder))
        .filter((name) => name.startsWith(`${chart.name}-`) && name.endsWith(".yaml"))
        .map((name) => path.join(valuesFolder, name));
    if (files.length === 0) throw new Error(`no ${chart.name}-*.yaml in ${valuesFolder}`);

    const packed = await packChart(chart, path.join(labPaths().parts, "charts"), tools);
    const work = await fs.mkdtemp(path.join(os.tmpdir(), "charts-"));
    try {
        const original = await usableCopy(chart, publicFolder, work);
        const found = new Map<string, Difference>();
        for (const valuesFile of files) {
            const values = valuesOf.parse(yaml.parse(await fs.readFile(valuesFile, "utf8")));
            const args = { helm: tools.helm, release: chart.release, values };
            const ours = await render({ ...args, chart: packed });
            const theirs = await render({ ...args, chart: original });
            for (const difference of differences(chart.name, ours, theirs)) {
                found.set(JSON.stringify(difference), difference);
            }
        }
        return [...found.values()].map((difference) => ({
            difference,
            known: explanation(difference, KNOWN_DIFFERENCES),
        }));
    } finally {
        await fs.rm(work, { recursive: true });
    }
}

/** A copy of a public chart that helm renders without its (disabled) dependencies. */
async function usableCopy(chart: LabChart, publicFolder: string, work: string): Promise<string> {
    const copy = path.join(work, chart.name);
    await fs.cp(path.join(publicFolder, chart.name), copy, { recursive: true });
    const file = path.join(copy, "Chart.yaml");
    const description = z
        .looseObject({ version: z.string() })
        .parse(yaml.parse(await fs.readFile(file, "utf8")));
    if (description.version !== chart.publicVersion) {
        throw new Error(
            `${publicFolder}/${chart.name} is version ${description.version}; the lab's chart stands in for ${chart.publicVersion}`,
        );
    }
    await fs.writeFile(file, yaml.stringify({ ...description, dependencies: [] }));
    await fs.rm(path.join(copy, "Chart.lock"), { force: true });
    return copy;
}

main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
});
