import { createHash } from "node:crypto";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import * as yaml from "yaml";
import { z } from "zod";
import { run } from "../processes/run";
import { ARGO_CD, IMAGE_UPDATER, sourceFolder, type LabChart } from "./definition";
import { goModule, type GoModule } from "./goModule";
import { chartTools, type ChartTools } from "./tools";
import { keysDocumented, keysReadByPods, valuesSchema } from "./valuesSchema";

/** The packed charts: paths of `.tgz` files. */
export interface PackedCharts {
    readonly argoCd: string;
    readonly imageUpdater: string;
}

const manifest = z.looseObject({ kind: z.string(), metadata: z.looseObject({ name: z.string() }) });

/**
 * Packs both charts of the lab into `folder`. A chart's file name carries a hash of all that went
 * into it, so that an unchanged chart is neither packed again nor seen as changed by Pulumi.
 */
export async function packCharts(folder: string, tools?: ChartTools): Promise<PackedCharts> {
    const [argoCd, imageUpdater] = await Promise.all(
        [ARGO_CD, IMAGE_UPDATER].map((chart) => packChart(chart, folder, tools)),
    );
    if (argoCd === undefined || imageUpdater === undefined) throw new Error("nothing was packed");
    return { argoCd, imageUpdater };
}

/** Packs one chart; helm and kustomize are looked for only if it is not packed yet. */
export async function packChart(
    chart: LabChart,
    folder: string,
    tools?: ChartTools,
): Promise<string> {
    const upstream = await goModule(chart.module);
    const file = path.join(folder, `${chart.name}-${await contentHash(chart, upstream)}.tgz`);
    if (await exists(file)) return file;

    const { helm, kustomize } = tools ?? chartTools();
    await fs.mkdir(folder, { recursive: true });
    const work = await fs.mkdtemp(path.join(folder, ".pack-"));
    try {
        const assembled = await assemble(chart, upstream, work, kustomize);
        await run(helm, ["package", assembled, "--destination", work]);
        const packed = (await fs.readdir(work)).find((name) => name.endsWith(".tgz"));
        if (packed === undefined) throw new Error(`helm package ${assembled} made no file`);
        // A rename within one folder: whoever looks sees the whole file or none.
        await fs.rename(path.join(work, packed), file);
    } finally {
        await fs.rm(work, { recursive: true });
    }
    return file;
}

/** Writes the chart's folder: own files, adapted manifests in objects/, CRDs in definitions/. */
async function assemble(
    chart: LabChart,
    upstream: GoModule,
    work: string,
    kustomize: string,
): Promise<string> {
    const source = sourceFolder(chart);
    const target = path.join(work, chart.name);
    await fs.cp(source, target, { recursive: true });
    await checkVersion(target, upstream);

    const kustomization = path.join(work, "kustomize");
    await fs.rename(path.join(target, "kustomize"), kustomization);
    await copyManifests(chart, upstream, path.join(kustomization, "manifests"));
    const { stdout } = await run(kustomize, ["build", kustomization]);
    const objects = yaml
        .parseAllDocuments(stdout)
        .map((document) => manifest.parse(document.toJS()));
    await fs.mkdir(path.join(target, "objects"));
    for (const object of objects) {
        const name = `${object.kind.toLowerCase()}-${object.metadata.name}.yaml`;
        // Helm reads YAML 1.1, where a bare `no` is false.
        const text = yaml.stringify(object, { lineWidth: 0, compat: "yaml-1.1" });
        await fs.writeFile(path.join(target, "objects", name), text);
    }

    await fs.mkdir(path.join(target, "definitions"));
    for (const definition of chart.definitions) {
        const from = path.join(upstream.directory, definition);
        await fs.copyFile(from, path.join(target, "definitions", path.basename(definition)));
    }

    const keys = await Promise.all(
        chart.configKeys.map(async (of) => ({
            of,
            allowed: [
                ...keysReadByPods(objects, of.configMap),
                ...(of.documentation === undefined
                    ? []
                    : keysDocumented(await read(upstream.directory, of.documentation))),
            ],
        })),
    );
    const schema = valuesSchema(await read(source, "values.schema.json"), keys);
    await fs.writeFile(path.join(target, "values.schema.json"), schema);
    return target;
}

/** The chart says which version of the application it installs; the module must be that one. */
async function checkVersion(chartFolder: string, upstream: GoModule): Promise<void> {
    const { appVersion } = z
        .object({ appVersion: z.string() })
        .parse(yaml.parse(await read(chartFolder, "Chart.yaml")));
    if (appVersion !== upstream.version) {
        throw new Error(
            `${chartFolder}/Chart.yaml has appVersion ${appVersion}, lab/tools/modules/cluster/go.mod ${upstream.version}`,
        );
    }
}

async function copyManifests(chart: LabChart, upstream: GoModule, target: string): Promise<void> {
    for (const folder of chart.folders) {
        const from = path.join(upstream.directory, chart.manifests, folder);
        for (const name of await filesBelow(from)) {
            const content = await read(from, name);
            // The templates evaluate every expression in a manifest: upstream's must have none.
            if (content.includes("{{")) throw new Error(`${from}/${name} has a Helm expression`);
            const to = path.join(target, folder, name);
            await fs.mkdir(path.dirname(to), { recursive: true });
            await fs.writeFile(to, content);
        }
    }
}

/** Hash of all a packed chart depends on: its sources, this packer, the module's version. */
async function contentHash(chart: LabChart, upstream: GoModule): Promise<string> {
    const hash = createHash("sha256").update(`${chart.module}@${upstream.version}\n`);
    const source = sourceFolder(chart);
    for (const name of await filesBelow(source)) {
        hash.update(`${name}\n`).update(await fs.readFile(path.join(source, name)));
    }
    for (const name of ["definition.ts", "pack.ts", "valuesSchema.ts"]) {
        hash.update(await fs.readFile(path.join(__dirname, name)));
    }
    return hash.digest("hex").slice(0, 16);
}

async function filesBelow(folder: string): Promise<string[]> {
    const entries = await fs.readdir(folder, { recursive: true, withFileTypes: true });
    return entries
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
        .sort();
}

async function exists(file: string): Promise<boolean> {
    return fs.access(file).then(
        () => true,
        () => false,
    );
}

function read(...segments: string[]): Promise<string> {
    return fs.readFile(path.join(...segments), "utf8");
}
