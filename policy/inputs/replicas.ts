import { at, items, text } from "./look";
import type { Manifest } from "./manifests";
import type { Tree } from "./tree";
import { SCALED } from "./workloads";

/** How many pods something has. */
export interface Replicas {
    readonly name: string;
    readonly replicas: number;
}

/** Numbers of pods that an object states, or leaves to the default of one. */
export function replicasIn(manifest: Manifest): Replicas[] {
    const { kind, name, object, isPatch } = manifest;
    if (SCALED.has(kind)) {
        const replicas = at(object, "spec", "replicas");
        // A patch may be about other fields than this.
        return isPatch && replicas === undefined ? [] : numbers(name, replicas ?? 1);
    }
    return items(object["replicas"]).flatMap((entry) =>
        numbers(text(at(entry, "name")) ?? "", at(entry, "count") ?? 1),
    );
}

/** What is not known yet counts once it is. */
function numbers(name: string, replicas: Tree): Replicas[] {
    return typeof replicas === "number" ? [{ name, replicas }] : [];
}
