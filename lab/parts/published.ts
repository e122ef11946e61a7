import { existsSync } from "node:fs";
import * as path from "node:path";

import { ARGO_CD, IMAGE_UPDATER, type LabChart } from "../charts/definition";
import type { PackedCharts } from "../charts/pack";
import type { LabPaths } from "../paths";
import { LAB_PROVIDERS } from "../providers/build";
import { sdkVersion } from "../providers/install";
import { toolFile } from "../tools/toolPath";

/** The public charts' repository, which is the program's default. */
export const CHART_REPOSITORY = "https://argoproj.github.io/argo-helm";

/** Something that is published for download, and the command that gets it. */
export interface PublishedPart {
    /** For people: `plugin kubernetes 4.34.2`. */
    readonly name: string;
    readonly command: string;
    readonly args: readonly string[];
    /** Variables that keep what the command writes below the lab's directory. */
    readonly env: Readonly<Record<string, string>>;
    /** Folder that has to be there first. */
    readonly folder: string;
    /** What it leaves. */
    readonly file: string;
    /** What lies there as long as it is at work, or if it was cut off. */
    readonly partial?: string;
}

/** The programs that download. */
export interface DownloadTools {
    readonly pulumi: string;
    readonly helm: string;
}

/** The lab's own builds. */
export function downloadTools(paths: LabPaths): DownloadTools {
    return { pulumi: toolFile(paths, "pulumi"), helm: toolFile(paths, "helm") };
}

/** Everything `--parts real` takes in the place of the lab's stand-ins, in the pinned versions. */
export async function publishedParts(
    paths: LabPaths,
    tools = downloadTools(paths),
): Promise<PublishedPart[]> {
    return [
        ...(await Promise.all(
            LAB_PROVIDERS.map(async (name) => plugin(paths, tools, name, await sdkVersion(name))),
        )),
        ...[ARGO_CD, IMAGE_UPDATER].map((chart) => publishedChart(paths, tools, chart)),
    ];
}

/** Whether it has been downloaded, and whole. */
export function isThere({ file, partial }: PublishedPart): boolean {
    return existsSync(file) && (partial === undefined || !existsSync(partial));
}

/** The command as one can type it. */
export function commandLine({ command, args, env }: PublishedPart): string {
    const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    return [...variables, command, ...args].join(" ");
}

/** Folder of the downloaded plugins, as below a `PULUMI_HOME`. */
export function pluginFolder(paths: LabPaths): string {
    return path.join(real(paths), "home", "plugins");
}

/** The downloaded charts. */
export function publishedCharts(paths: LabPaths): PackedCharts {
    return { argoCd: chartFile(paths, ARGO_CD), imageUpdater: chartFile(paths, IMAGE_UPDATER) };
}

function plugin(
    paths: LabPaths,
    tools: DownloadTools,
    name: string,
    version: string,
): PublishedPart {
    const folder = pluginFolder(paths);
    const installed = path.join(folder, `resource-${name}-v${version}`);
    return {
        name: `plugin ${name} ${version}`,
        command: tools.pulumi,
        args: ["plugin", "install", "resource", name, version],
        env: { PULUMI_HOME: path.dirname(folder), PULUMI_SKIP_UPDATE_CHECK: "true" },
        folder,
        file: path.join(installed, `pulumi-resource-${name}`),
        partial: `${installed}.partial`,
    };
}

function publishedChart(paths: LabPaths, tools: DownloadTools, chart: LabChart): PublishedPart {
    const { name, publicVersion } = chart;
    const file = chartFile(paths, chart);
    const folder = path.dirname(file);
    const helm = path.join(real(paths), "helm");
    return {
        name: `chart ${name} ${publicVersion}`,
        command: tools.helm,
        args: [
            ...["pull", name, "--repo", CHART_REPOSITORY, "--version", publicVersion],
            ...["--destination", folder],
        ],
        env: { HELM_CACHE_HOME: helm, HELM_CONFIG_HOME: helm, HELM_DATA_HOME: helm },
        folder,
        // Helm moves it there when it is whole.
        file,
    };
}

function chartFile(paths: LabPaths, { name, publicVersion }: LabChart): string {
    return path.join(real(paths), "charts", `${name}-${publicVersion}.tgz`);
}

function real(paths: LabPaths): string {
    return path.join(paths.parts, "real");
}
