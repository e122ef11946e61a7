/** The parts of Kubernetes objects that tell how an environment is. */
import { z } from "zod";

const metadata = z.object({
    name: z.string(),
    creationTimestamp: z.string().optional(),
    deletionTimestamp: z.string().optional(),
    generation: z.number().optional(),
    annotations: z.record(z.string(), z.string()).optional(),
    ownerReferences: z.array(z.object({ kind: z.string(), name: z.string() })).optional(),
});

const condition = z.object({
    type: z.string(),
    status: z.string().optional(),
    reason: z.string().optional(),
    message: z.string().optional(),
});

const application = z.object({
    kind: z.literal("Application"),
    metadata,
    spec: z
        .object({
            source: z
                .object({ kustomize: z.object({ images: z.array(z.string()) }).partial() })
                .partial(),
        })
        .partial()
        .optional(),
    status: z
        .object({
            sync: z.object({ status: z.string(), revision: z.string().optional() }).optional(),
            health: z
                .object({ status: z.string(), lastTransitionTime: z.string() })
                .partial()
                .optional(),
            conditions: z
                .array(
                    z.object({
                        type: z.string(),
                        message: z.string(),
                        lastTransitionTime: z.string().optional(),
                    }),
                )
                .optional(),
            operationState: z
                .object({
                    phase: z.string(),
                    message: z.string().optional(),
                    startedAt: z.string().optional(),
                    finishedAt: z.string().optional(),
                    retryCount: z.number().optional(),
                    syncResult: z
                        .object({
                            revision: z.string().optional(),
                            resources: z
                                .array(
                                    z.object({
                                        kind: z.string(),
                                        name: z.string(),
                                        status: z.string().optional(),
                                        message: z.string().optional(),
                                    }),
                                )
                                .optional(),
                        })
                        .optional(),
                })
                .optional(),
            resources: z
                .array(
                    z.object({
                        kind: z.string(),
                        name: z.string(),
                        health: z
                            .object({ status: z.string(), message: z.string() })
                            .partial()
                            .optional(),
                    }),
                )
                .optional(),
        })
        .optional(),
});

const imageUpdater = z.object({
    kind: z.literal("ImageUpdater"),
    metadata,
    spec: z.object({
        applicationRefs: z.array(
            z.object({
                images: z
                    .array(
                        z.object({
                            alias: z.string(),
                            imageName: z.string(),
                            commonUpdateSettings: z
                                .object({
                                    allowTags: z.string().optional(),
                                    ignoreTags: z.array(z.string()).optional(),
                                })
                                .optional(),
                        }),
                    )
                    .optional(),
            }),
        ),
    }),
    status: z.object({ conditions: z.array(condition).optional() }).optional(),
});

const podTemplate = z.object({
    spec: z.object({ containers: z.array(z.object({ name: z.string(), image: z.string() })) }),
});

const deployment = z.object({
    kind: z.literal("Deployment"),
    metadata,
    spec: z.object({ replicas: z.number().default(1), template: podTemplate }),
    status: z
        .object({
            observedGeneration: z.number().optional(),
            replicas: z.number().optional(),
            updatedReplicas: z.number().optional(),
            availableReplicas: z.number().optional(),
            conditions: z.array(condition).optional(),
        })
        .default({}),
});

const replicaSet = z.object({
    kind: z.literal("ReplicaSet"),
    metadata,
    spec: z.object({ template: podTemplate }),
    status: z
        .object({ replicas: z.number(), readyReplicas: z.number(), availableReplicas: z.number() })
        .partial()
        .default({}),
});

const ended = z.object({
    exitCode: z.number().optional(),
    signal: z.number().optional(),
    reason: z.string().optional(),
    message: z.string().optional(),
});

const containerStatus = z.object({
    name: z.string(),
    image: z.string(),
    ready: z.boolean(),
    restartCount: z.number().default(0),
    state: z
        .object({
            waiting: z
                .object({ reason: z.string().optional(), message: z.string().optional() })
                .optional(),
            running: z.object({}).optional(),
            terminated: ended.optional(),
        })
        .default({}),
    lastState: z.object({ terminated: ended.optional() }).default({}),
});

const pod = z.object({
    kind: z.literal("Pod"),
    metadata,
    status: z
        .object({
            phase: z.string().optional(),
            conditions: z.array(condition).optional(),
            initContainerStatuses: z.array(containerStatus).optional(),
            containerStatuses: z.array(containerStatus).optional(),
        })
        .default({}),
});

const event = z.object({
    kind: z.literal("Event"),
    type: z.string().optional(),
    reason: z.string().optional(),
    message: z.string().optional(),
    lastTimestamp: z.string().nullish(),
    eventTime: z.string().nullish(),
    involvedObject: z.object({ kind: z.string().optional(), name: z.string().optional() }),
});

export type Application = z.output<typeof application>;
export type ImageUpdater = z.output<typeof imageUpdater>;
export type Deployment = z.output<typeof deployment>;
export type ReplicaSet = z.output<typeof replicaSet>;
export type Pod = z.output<typeof pod>;
export type ContainerStatus = z.output<typeof containerStatus>;
export type ObjectEvent = z.output<typeof event>;

const known = z.discriminatedUnion("kind", [
    application,
    imageUpdater,
    deployment,
    replicaSet,
    pod,
    event,
]);
const list = z.object({ items: z.array(known) });

/** Everything that one look at an environment has found. */
export interface Seen {
    readonly application?: Application;
    readonly imageUpdater?: ImageUpdater;
    readonly deployments: readonly Deployment[];
    readonly replicaSets: readonly ReplicaSet[];
    readonly pods: readonly Pod[];
    readonly events: readonly ObjectEvent[];
}

/** @param answers lists as `kubectl get --output=json` prints them */
export function readSeen(...answers: readonly string[]): Seen {
    const items = answers
        // Of one object that is not there kubectl says nothing at all.
        .filter((answer) => answer.trim() !== "")
        .flatMap((answer) => list.parse(JSON.parse(answer)).items);
    const of = <K extends (typeof items)[number]["kind"]>(kind: K) =>
        items.filter((item): item is Extract<(typeof items)[number], { kind: K }> => {
            return item.kind === kind;
        });
    return {
        application: of("Application")[0],
        imageUpdater: of("ImageUpdater")[0],
        deployments: of("Deployment"),
        replicaSets: of("ReplicaSet"),
        pods: of("Pod"),
        events: of("Event"),
    };
}
