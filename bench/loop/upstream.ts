import * as path from "node:path";

import { z } from "zod";

import { inside } from "../../lab";
import { differences } from "../../lab/charts/difference";
import { render } from "../../lab/charts/rendered";
import { toolFile } from "../../lab/tools/toolPath";
import type { Lab } from "../../lab/loop/lab";

const NAMESPACE = "argocd";

/** One release of the two, with the least it needs to work in the lab. */
interface Release {
    readonly name: string;
    /** File of the chart. */
    readonly chart: string;
    readonly values: Readonly<Record<string, unknown>>;
}

/** Fields that may differ from the chart's own: none of them has to do with time. */
const NEEDED = [
    // The Git server's host key, which the public forges' are beside.
    /^ConfigMap argocd-ssh-known-hosts-cm data\.ssh_known_hosts$/,
    // Where the registry is.
    /^ConfigMap argocd-image-updater-config data\[?"?\.?registries\.conf"?\]?$/,
    // What follows from them: they restart pods that have read something else.
    /^(Deployment|StatefulSet) \S+ spec\.template\.metadata\.annotations\S*checksum\//,
];

/**
 * Installs Argo CD and the updater with Helm as anybody would who has read no further than "helm
 * install": the defaults of the same charts, but for the Git server's host key and the registry's
 * address.
 *
 * @returns each field in which that differs from the charts without any values
 * @throws Error if it is one that could change how long things take
 */
export async function installUpstream(lab: Lab): Promise<string[]> {
    const releases = releasesFor(lab);
    const found = (await Promise.all(releases.map((one) => differencesOf(lab, one)))).flat();
    const other = found.filter((field) => !NEEDED.some((pattern) => pattern.test(field)));
    if (other.length > 0) {
        throw new Error(`not the charts' defaults:\n${other.join("\n")}`);
    }
    for (const { name, chart, values } of releases) {
        await inside(
            "helm",
            [
                ...["upgrade", "--install", name, chart, `--namespace=${NAMESPACE}`],
                ...["--create-namespace", "--wait", "--timeout=10m", "--values=-"],
            ],
            { input: JSON.stringify(values) },
        );
    }
    return found;
}

function releasesFor(lab: Lab): Release[] {
    const setting = (key: string) => lab.settings[key]?.value ?? "";
    const chart = (key: string) => z.object({ chart: z.string() }).parse(JSON.parse(setting(key)));
    const registry = { name: "ghcr.io", prefix: "ghcr.io", api_url: setting("registryEndpoint") };
    return [
        {
            name: "argocd",
            ...chart("argoCdChart"),
            values: { configs: { ssh: { extraHosts: setting("knownHosts") } } },
        },
        {
            name: "argocd-image-updater",
            ...chart("updaterChart"),
            values: { config: { registries: [registry] } },
        },
    ];
}

async function differencesOf(lab: Lab, { name, chart, values }: Release): Promise<string[]> {
    const helm = toolFile(lab.paths, "helm");
    const shared = { helm, chart, release: name, namespace: NAMESPACE };
    const ours = await render({ ...shared, values });
    const defaults = await render({ ...shared, values: {} });
    return differences(path.basename(chart), ours, defaults).map(
        (one) => `${one.kind} ${one.name} ${one.path}`,
    );
}
