import { z } from "zod";

import { type ClusterAccess, Kubectl } from "../wait/kubectl";
import { CommandFailed, run } from "../wait/run";

/** A class of Ingresses or volumes. */
export interface FoundClass {
    readonly name: string;
    readonly isDefault: boolean;
}

/** Argo CD in the namespace it is looked for in. */
export interface FoundArgoCd {
    /** `v3.4.4`; nothing if it does not say. */
    readonly version?: string;
    /** The stack of this program that has installed it; nothing if it was somebody else. */
    readonly installedBy?: string;
}

/** A cluster that has answered. */
export interface AnsweringCluster {
    readonly answers: true;
    /** `v1.34.2` */
    readonly version: string;
    readonly ingressClasses: readonly FoundClass[];
    readonly storageClasses: readonly FoundClass[];
    /** Nothing if there is none. */
    readonly argoCd?: FoundArgoCd;
}

/** What is known of the stack's cluster. */
export type ClusterFacts = {
    /** URL of the API; nothing if the kubeconfig does not say. */
    readonly server?: string;
} & (AnsweringCluster | { readonly answers: false; readonly why: string });

/** As components/ have it: what says who has installed Argo CD. */
export const INSTALLED_BY = "argocd-image-drift/installed-by";

const VERSION = "app.kubernetes.io/version";

const object = z.object({
    kind: z.string().optional(),
    metadata: z.object({
        name: z.string(),
        labels: z.record(z.string(), z.string()).default({}),
        annotations: z.record(z.string(), z.string()).default({}),
    }),
});
const list = z.object({ items: z.array(object) });

export async function isKubectlInstalled(): Promise<boolean> {
    return (await said(run("kubectl", ["version", "--client"]))) !== undefined;
}

/** The context that kubectl uses if it is not told; nothing if there is none. */
export async function currentContext(): Promise<string | undefined> {
    return said(run("kubectl", ["config", "current-context"]));
}

/**
 * Looks at the cluster, and changes nothing.
 *
 * @param argoNamespace where Argo CD is, or will be
 */
export async function lookAtCluster(
    access: ClusterAccess,
    argoNamespace: string,
): Promise<ClusterFacts> {
    const kubectl = await Kubectl.open(access);
    try {
        const server = await said(
            kubectl.run([
                ...["config", "view", "--minify"],
                "--output=jsonpath={.clusters[0].cluster.server}",
            ]),
        );
        const where = server === undefined ? {} : { server };
        try {
            return { ...where, ...(await lookInside(kubectl, argoNamespace)) };
        } catch (error) {
            if (error instanceof CommandFailed) {
                return { ...where, answers: false, why: lastLine(error.said) };
            }
            throw error;
        }
    } finally {
        await kubectl.close();
    }
}

async function lookInside(kubectl: Kubectl, argoNamespace: string): Promise<AnsweringCluster> {
    // First and alone: if nobody answers, kubectl says so once.
    const { gitVersion } = z
        .object({ gitVersion: z.string() })
        .parse(JSON.parse(await kubectl.run(["get", "--raw", "/version"])));
    const get = async (...what: string[]) => {
        const text = await kubectl.run(["get", ...what, "--ignore-not-found", "--output=json"]);
        return text.trim() === "" ? undefined : (JSON.parse(text) as unknown);
    };
    const [classes, namespace, settings] = await Promise.all([
        get("ingressclasses.networking.k8s.io,storageclasses.storage.k8s.io"),
        get("namespace", argoNamespace),
        get("configmap", "argocd-cm", "--namespace", argoNamespace),
    ]);
    const found = classes === undefined ? [] : list.parse(classes).items;
    const argoCd = settings === undefined ? undefined : argoCdOf(namespace, settings);
    return {
        answers: true,
        version: gitVersion,
        ingressClasses: classesOf(found, "IngressClass", "ingressclass"),
        storageClasses: classesOf(found, "StorageClass", "storageclass"),
        ...(argoCd && { argoCd }),
    };
}

function argoCdOf(namespace: unknown, settings: unknown): FoundArgoCd {
    const version = object.parse(settings).metadata.labels[VERSION];
    const installedBy = object.safeParse(namespace).data?.metadata.annotations[INSTALLED_BY];
    return {
        ...(version !== undefined && { version }),
        ...(installedBy !== undefined && { installedBy }),
    };
}

function classesOf(
    found: readonly z.output<typeof object>[],
    kind: string,
    prefix: string,
): FoundClass[] {
    const mark = `${prefix}.kubernetes.io/is-default-class`;
    return found
        .filter((each) => each.kind === kind)
        .map(({ metadata }) => ({
            name: metadata.name,
            isDefault: metadata.annotations[mark] === "true",
        }));
}

/** What a command printed; nothing if it failed, or had nothing to say. */
async function said(output: Promise<string>): Promise<string | undefined> {
    try {
        return (await output).trim() || undefined;
    } catch (error) {
        if (error instanceof CommandFailed) {
            return undefined;
        }
        throw error;
    }
}

function lastLine(text: string): string {
    return text.trim().split("\n").at(-1) ?? "";
}
