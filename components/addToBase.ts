import { posix } from "node:path";

import { isScalar, isSeq, parseDocument } from "yaml";

import { type AppModel, BASE_KUSTOMIZATION, deploymentFile, kustomizationOf } from "./manifests";
import type { RepositoryLookup } from "./repositoryLookup";

/**
 * What base's kustomization lacks to bring every configured image into the environments, an entry a
 * line. Base is Git's once it is there: an image that is configured later gets its files, but the
 * line that makes them part of base is added by people, in a pull request.
 *
 * @param kustomization text of `manifests/base/kustomization.yaml`; whatever is no list of
 *     resources in it counts as an empty one
 */
export function linesToAdd(app: AppModel, kustomization: string): string[] {
    const listed = resourcesIn(kustomization);
    return app.images
        .map(deploymentFile)
        .filter((file) => !listed.has(file))
        .map((file) => `${BASE_KUSTOMIZATION}, resources: - ${file}`);
}

/** The same for what Git has now; empty as long as it has no base. */
export async function missingInBase(
    app: AppModel,
    found: Pick<RepositoryLookup, "seed">,
): Promise<string[]> {
    return linesToAdd(app, await found.seed(BASE_KUSTOMIZATION, kustomizationOf(app)));
}

/** Paths below `resources`, as kustomize reads them: `./a.yaml` is `a.yaml`. */
function resourcesIn(kustomization: string): ReadonlySet<string> {
    const resources = parseDocument(kustomization).get("resources");
    const entries = isSeq(resources) ? resources.items : [];
    return new Set(
        entries
            .map((entry) => (isScalar(entry) ? entry.value : undefined))
            .filter((path) => typeof path === "string")
            .map((path) => posix.normalize(path)),
    );
}
