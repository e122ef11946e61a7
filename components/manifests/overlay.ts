import { SEEDED, withReasons } from "./headers";
import type { AppModel, RepositoryFile } from "./model";
import { ApiVersions, overlayPath, UNBUILT_TAG } from "./names";
import { toYaml } from "./yaml";

/**
 * One environment's overlay: base, its settings, and the tags. Seeded; the updater commits new tags
 * into `images`, whose entries it finds by the full image name.
 *
 * @param overlay folder below `manifests/overlays`: `development`
 * @param namespace where the environment is deployed to
 */
export function overlayFile(app: AppModel, overlay: string, namespace: string): RepositoryFile {
    return {
        path: `${overlayPath(overlay)}/kustomization.yaml`,
        content: toYaml(
            {
                apiVersion: ApiVersions.Kustomization,
                kind: "Kustomization",
                namespace,
                resources: ["../../base"],
                components: ["settings"],
                images: app.images.map((image) => ({
                    name: image.repository,
                    newTag: UNBUILT_TAG,
                })),
            },
            {
                header: withReasons(
                    SEEDED,
                    `\`images\` is the updater's: it commits the tags it chooses. To hold a tag, set config \`pin\`:
a revert alone is undone in the updater's next cycle.`,
                ),
            },
        ),
    };
}
