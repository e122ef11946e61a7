import type { types } from "@pulumi/kubernetes";

import { selectorLabels } from "./deployment";
import { MANAGED, withReasons } from "./headers";
import { ingress } from "./ingress";
import type { AppImage, AppModel, EnvironmentSettings, RepositoryFile, Storage } from "./model";
import { ApiVersions, Labels, overlayPath } from "./names";
import { toYaml, toYamlDocuments } from "./yaml";

type Claim = types.input.core.v1.PersistentVolumeClaim;
type Budget = types.input.policy.v1.PodDisruptionBudget;

/** Where the first image finds its volume; it gets the path as `DATA_DIR`. */
const DATA_PATH = "/data";

/**
 * `overlays/<overlay>/settings`: a kustomize component that holds what `stacks/*.ts` says of the
 * environment. Managed: every `up` restores it. Both files are always there, so that a change of
 * settings never leaves one that nobody deletes, or names one that is not there yet.
 *
 * @throws Error if several pods would share a volume that only one node can mount
 */
export function settingsFiles(
    app: AppModel,
    settings: EnvironmentSettings,
    namespace: string,
): RepositoryFile[] {
    refuseUnmountableStorage(settings);
    const folder = `${overlayPath(settings.overlay)}/settings`;
    return [
        {
            path: `${folder}/objects.yaml`,
            content: toYamlDocuments(objects(app, settings), {
                header: withReasons(
                    MANAGED,
                    "What only this environment has: its volume, disruption budgets, Ingress. May be empty.",
                ),
            }),
        },
        {
            path: `${folder}/kustomization.yaml`,
            content: toYaml(
                {
                    apiVersion: ApiVersions.KustomizeComponent,
                    kind: "Component",
                    namespace,
                    resources: ["objects.yaml"],
                    // By target: a patch without one fails when base has no such Deployment, and
                    // base is Git's: a new image may not be in it yet, an old one no longer.
                    patches: app.images.map((image) => ({
                        target: { kind: "Deployment", name: image.name },
                        patch: toYaml(patch(app, image, settings)),
                    })),
                },
                { header: withReasons(MANAGED, "Change stacks/*.ts instead.") },
            ),
        },
    ];
}

function refuseUnmountableStorage(settings: EnvironmentSettings): void {
    if (settings.storage?.accessMode === "ReadWriteOnce" && settings.replicas > 1) {
        throw new Error(
            `${settings.overlay}: ${settings.replicas} replicas cannot share a ReadWriteOnce volume; ` +
                `allowed: ReadWriteMany with a storage class that offers it, or 1 replica.`,
        );
    }
}

function objects(app: AppModel, settings: EnvironmentSettings): unknown[] {
    return [
        settings.storage && claim(app, settings.storage),
        ...(settings.replicas > 1 ? app.images.map((image) => disruptionBudget(app, image)) : []),
        ingress(app),
    ].filter((object) => object !== undefined);
}

function patch(app: AppModel, image: AppImage, settings: EnvironmentSettings): unknown {
    const storage = image === app.images[0] ? settings.storage : undefined;
    return {
        apiVersion: ApiVersions.Apps,
        kind: "Deployment",
        metadata: { name: image.name },
        spec: {
            replicas: settings.replicas,
            template: {
                spec: {
                    ...(settings.imagePullSecret !== undefined && {
                        imagePullSecrets: [{ name: settings.imagePullSecret }],
                    }),
                    ...(storage?.accessMode === "ReadWriteOnce" && {
                        affinity: besideItself(app, image),
                    }),
                    containers: [
                        {
                            name: image.name,
                            resources: settings.resources,
                            ...(storage && {
                                env: [{ name: "DATA_DIR", value: DATA_PATH }],
                                volumeMounts: [{ name: "data", mountPath: DATA_PATH }],
                            }),
                        },
                    ],
                    ...(storage && {
                        volumes: [
                            {
                                name: "data",
                                persistentVolumeClaim: { claimName: volumeClaim(app) },
                            },
                        ],
                    }),
                },
            },
        },
    };
}

/**
 * A ReadWriteOnce volume belongs to one node, not to one pod. So the next pod can start beside the
 * one it replaces, without downtime, if it is put on the same node; elsewhere it would wait for the
 * volume for ever, and with `maxUnavailable: 0` the old one would wait for it.
 */
function besideItself(app: AppModel, image: AppImage): types.input.core.v1.Affinity {
    return {
        podAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: [
                {
                    topologyKey: "kubernetes.io/hostname",
                    labelSelector: { matchLabels: selectorLabels(app, image) },
                },
            ],
        },
    };
}

/** Name of the claim of the volume, where an environment has one. */
export function volumeClaim(app: AppModel): string {
    return `${app.name}-data`;
}

function claim(app: AppModel, storage: Storage): Claim {
    return {
        apiVersion: ApiVersions.Core,
        kind: "PersistentVolumeClaim",
        metadata: { name: volumeClaim(app), labels: { [Labels.PartOf]: app.name } },
        spec: {
            accessModes: [storage.accessMode],
            ...(storage.storageClassName !== undefined && {
                storageClassName: storage.storageClassName,
            }),
            resources: { requests: { storage: storage.size } },
        },
    } satisfies Claim;
}

function disruptionBudget(app: AppModel, image: AppImage): Budget {
    const labels = selectorLabels(app, image);
    return {
        apiVersion: ApiVersions.Policy,
        kind: "PodDisruptionBudget",
        metadata: { name: image.name, labels },
        spec: {
            maxUnavailable: 1,
            selector: { matchLabels: labels },
            // Pods that are broken anyway must not keep a node from being drained.
            unhealthyPodEvictionPolicy: "AlwaysAllow",
        },
    } satisfies Budget;
}
