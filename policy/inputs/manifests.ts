import { parseAllDocuments } from "yaml";

import { at, isBranch, items, text } from "./look";
import type { Branch, Tree } from "./tree";
import { REPOSITORY_FILE } from "./types";

/** A Kubernetes object in a file of the repository, whole or as a patch of a kustomization. */
export interface Manifest {
    readonly kind: string;
    readonly name: string;
    readonly object: Branch;
    /** Whether it only says what differs from base. */
    readonly isPatch: boolean;
}

/** A file that Argo CD or kustomize reads. */
export interface ManifestFile {
    /** `manifests/overlays/production/settings/kustomization.yaml` */
    readonly path: string;
    /** Overlay it belongs to; none for base. */
    readonly overlay: string | undefined;
    readonly manifests: readonly Manifest[];
}

/**
 * The Kubernetes objects in a resource that is a file of the repository; nothing for other
 * resources and other files. What is no YAML is left to those who read it.
 */
export function manifestFile(type: string, properties: Branch): ManifestFile | undefined {
    const path = text(properties["file"]);
    const content = text(properties["content"]);
    if (type !== REPOSITORY_FILE || path === undefined || content === undefined) {
        return undefined;
    }
    const [, overlay] = /(?:^|\/)overlays\/([^/]+)\//.exec(path) ?? [];
    const isBase = /(?:^|\/)base\//.test(path);
    if (!/\.ya?ml$/.test(path) || (overlay === undefined && !isBase)) {
        return undefined;
    }
    return { path, overlay, manifests: objectsIn(content).flatMap(withPatches) };
}

function objectsIn(yaml: string): Branch[] {
    const documents = parseAllDocuments(yaml);
    return "empty" in documents
        ? []
        : documents
              .filter(({ errors }) => errors.length === 0)
              .map((document) => document.toJS() as Tree)
              .filter(isBranch);
}

function withPatches(object: Branch): Manifest[] {
    const patches = items(object["patches"]).flatMap((entry) => {
        const patch = text(at(entry, "patch"));
        return patch === undefined ? [] : objectsIn(patch);
    });
    return [manifest(object, false), ...patches.map((patch) => manifest(patch, true))];
}

function manifest(object: Branch, isPatch: boolean): Manifest {
    return {
        kind: text(object["kind"]) ?? "",
        name: text(at(object, "metadata", "name")) ?? "",
        object,
        isPatch,
    };
}
