import { z } from "zod";

import type { ClusterApi } from "./clusterApi";

const application = z.object({
    status: z
        .object({
            sync: z.object({ status: z.string(), revision: z.string().optional() }).optional(),
            health: z.object({ status: z.string().optional() }).optional(),
            conditions: z.array(z.object({ type: z.string(), message: z.string() })).optional(),
        })
        .optional(),
});

const container = z.object({ name: z.string(), image: z.string() });

const deployment = z.object({
    metadata: z.object({ generation: z.number() }),
    spec: z.object({
        replicas: z.number(),
        template: z.object({ spec: z.object({ containers: z.array(container) }) }),
    }),
    status: z.object({
        observedGeneration: z.number().optional(),
        replicas: z.number().optional(),
        updatedReplicas: z.number().optional(),
        availableReplicas: z.number().optional(),
    }),
});

const pods = z.object({
    items: z.array(
        z.object({
            metadata: z.object({ name: z.string(), deletionTimestamp: z.string().optional() }),
            status: z.object({
                phase: z.string().optional(),
                podIP: z.string().optional(),
                containerStatuses: z
                    .array(
                        z.object({
                            imageID: z.string(),
                            ready: z.boolean(),
                            state: z
                                .object({
                                    waiting: z.object({ reason: z.string().optional() }).optional(),
                                })
                                .optional(),
                        }),
                    )
                    .optional(),
            }),
        }),
    ),
});

/** What Argo CD says of an Application. */
export interface SeenApplication {
    readonly sync: string;
    /** Commit it compared with last. */
    readonly revision: string;
    readonly health: string;
    /** Errors and warnings, one a line. */
    readonly conditions: string;
}

export async function seeApplication(
    api: ClusterApi,
    namespace: string,
    name: string,
): Promise<SeenApplication> {
    const path = `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/applications/${name}`;
    const status = (await api.get(path, application))?.status;
    return {
        sync: status?.sync?.status ?? "none",
        revision: status?.sync?.revision ?? "",
        health: status?.health?.status ?? "none",
        conditions: (status?.conditions ?? [])
            .map(({ type, message }) => `${type}: ${message}`)
            .join("\n"),
    };
}

const summary = z.object({
    status: z
        .object({ summary: z.object({ images: z.array(z.string()).optional() }).optional() })
        .optional(),
});

/** The images of an Application's pods as Argo CD knows them: what the updater compares with. */
export async function seeLiveImages(
    api: ClusterApi,
    namespace: string,
    name: string,
): Promise<readonly string[]> {
    const path = `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/applications/${name}`;
    return (await api.get(path, summary))?.status?.summary?.images ?? [];
}

/** How far a Deployment is. */
export interface SeenRollout {
    /** Image of its one container. */
    readonly image: string;
    readonly replicas: number;
    /** Whether every pod is of the newest template and available, and no other is left. */
    readonly complete: boolean;
    readonly state: string;
}

export async function seeRollout(
    api: ClusterApi,
    namespace: string,
    name: string,
): Promise<SeenRollout> {
    const path = `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`;
    const seen = await api.get(path, deployment);
    if (!seen) {
        return { image: "", replicas: 0, complete: false, state: "no Deployment" };
    }
    const { spec, status, metadata } = seen;
    const { replicas: all = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
    const image = spec.template.spec.containers[0]?.image ?? "";
    return {
        image,
        replicas: spec.replicas,
        complete:
            status.observedGeneration === metadata.generation &&
            [all, updatedReplicas, availableReplicas].every((count) => count === spec.replicas),
        state: `${image}: ${updatedReplicas} of ${spec.replicas} updated, ${availableReplicas} available, ${all} in all`,
    };
}

/** A pod of a Deployment that is not being deleted. */
export interface SeenPod {
    readonly name: string;
    readonly ip: string;
    /** `…@sha256:…`: what the node really runs. */
    readonly imageId: string;
    readonly ready: boolean;
    /** Why it is not running: `ImagePullBackOff`. */
    readonly waiting: string;
}

/** @param component value of the label `app.kubernetes.io/name`: the Deployment's name */
export async function seePods(
    api: ClusterApi,
    namespace: string,
    component: string,
): Promise<SeenPod[]> {
    const selector = encodeURIComponent(`app.kubernetes.io/name=${component}`);
    const seen = await api.get(
        `/api/v1/namespaces/${namespace}/pods?labelSelector=${selector}`,
        pods,
    );
    return (seen?.items ?? [])
        .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
        .map(({ metadata, status }) => {
            const [main] = status.containerStatuses ?? [];
            return {
                name: metadata.name,
                ip: status.podIP ?? "",
                imageId: main?.imageID ?? "",
                ready: main?.ready ?? false,
                waiting: main?.state?.waiting?.reason ?? "",
            };
        });
}
