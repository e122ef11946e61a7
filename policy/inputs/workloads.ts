import { at, isBranch, items, text } from "./look";
import type { Manifest } from "./manifests";
import type { Branch, Tree } from "./tree";

/** Where each kind has its pod. */
const POD_PATHS: Readonly<Record<string, readonly string[]>> = {
    Pod: ["spec"],
    Deployment: ["spec", "template", "spec"],
    StatefulSet: ["spec", "template", "spec"],
    DaemonSet: ["spec", "template", "spec"],
    ReplicaSet: ["spec", "template", "spec"],
    Job: ["spec", "template", "spec"],
    CronJob: ["spec", "jobTemplate", "spec", "template", "spec"],
};

/** Kinds whose number of pods is stated. */
export const SCALED: ReadonlySet<string> = new Set(["Deployment", "StatefulSet"]);

/** A container, and the pod it is in. */
export interface Container {
    readonly name: string;
    readonly container: Branch;
    readonly pod: Tree;
}

/**
 * The object as a manifest, if it is a Pulumi resource with pods: of kind `Deployment` and so on.
 *
 * @param type `kubernetes:apps/v1:Deployment`
 */
export function workloadResource(type: string, inputs: Branch): Manifest | undefined {
    const [provider, , kind = ""] = type.split(":");
    if (provider !== "kubernetes" || !(kind in POD_PATHS)) {
        return undefined;
    }
    const name = text(at(inputs, "metadata", "name")) ?? "";
    return { kind, name, object: inputs, isPatch: false };
}

/** Containers of an object, those that run before the others too; none if it has no pods. */
export function containersOf({ kind, object }: Manifest): Container[] {
    const podPath = POD_PATHS[kind];
    const pod = podPath && at(object, ...podPath);
    if (pod === undefined) {
        return [];
    }
    return ["initContainers", "containers"]
        .flatMap((list) => items(at(pod, list)))
        .filter(isBranch)
        .map((container) => ({ name: text(container["name"]) ?? "", container, pod }));
}
