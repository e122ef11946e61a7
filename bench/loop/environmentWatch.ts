import { z } from "zod";

import { WatchEnded } from "../../lab/loop/clusterApi";
import type { Watched } from "../../lab/loop/hops";

const labels = { "app.kubernetes.io/name": z.string().optional() };

const deploymentEvent = z.object({
    object: z.object({
        metadata: z.object({ name: z.string() }),
        spec: z.object({
            replicas: z.number(),
            template: z.object({
                spec: z.object({ containers: z.array(z.object({ image: z.string() })) }),
            }),
        }),
    }),
});

const podEvent = z.object({
    type: z.enum(["ADDED", "MODIFIED", "DELETED"]),
    object: z.object({
        metadata: z.object({ name: z.string(), labels: z.object(labels).optional() }),
        spec: z.object({
            nodeName: z.string().optional(),
            containers: z.array(z.object({ image: z.string() })),
        }),
        status: z.object({
            conditions: z.array(z.object({ type: z.string(), status: z.string() })).optional(),
            containerStatuses: z
                .array(
                    z.object({
                        imageID: z.string(),
                        state: z.object({ running: z.unknown().optional() }),
                    }),
                )
                .optional(),
        }),
    }),
});

/** A pod, and when it was first seen to be that far; milliseconds since the epoch. */
export interface PodHistory {
    readonly image: string;
    readonly madeAt: number;
    scheduledAt?: number;
    runningAt?: number;
    readyAt?: number;
    /** `…@sha256:…`: what the node really runs. */
    imageId: string;
}

/** One application of an environment, as its API server tells of it. */
export class EnvironmentWatch {
    /** When the Deployment was first seen with each image. */
    readonly images = new Map<string, number>();
    /** The pods there are, by name, those that end included. */
    readonly pods = new Map<string, PodHistory>();
    replicas = 0;
    private readonly everSeen = new Map<string, PodHistory>();

    constructor(
        private readonly watched: Watched,
        private readonly name: string,
        private readonly signal: AbortSignal,
    ) {}

    followDeployment(): Promise<void> {
        return this.follow("apis/apps/v1", "deployments", deploymentEvent, ({ object }) => {
            if (object.metadata.name === this.name) {
                this.replicas = object.spec.replicas;
                const image = object.spec.template.spec.containers[0]?.image ?? "";
                setOnce(this.images, image);
            }
        });
    }

    followPods(): Promise<void> {
        return this.follow(
            "api/v1",
            "pods",
            podEvent,
            ({ type, object }) => {
                const { name, labels: has } = object.metadata;
                if (type === "DELETED") {
                    this.pods.delete(name);
                } else if (has?.["app.kubernetes.io/name"] === this.name) {
                    this.note(object);
                }
            },
            () => {
                this.pods.clear();
            },
        );
    }

    private async follow<T>(
        group: string,
        kind: string,
        schema: z.ZodType<T>,
        tell: (event: T) => void,
        restarted: () => void = () => undefined,
    ): Promise<void> {
        const path = `/${group}/namespaces/${this.watched.instance}/${kind}`;
        for (;;) {
            const began = performance.now();
            try {
                for await (const event of this.watched.api.watch(path, schema, this.signal)) {
                    tell(event);
                }
            } catch (error) {
                if (!(error instanceof WatchEnded) || performance.now() - began < 5_000) {
                    throw error;
                }
                // One that has lasted is begun anew. It tells of all there is, but not of what went.
                restarted();
            }
        }
    }

    private note({ metadata, spec, status }: z.output<typeof podEvent>["object"]): void {
        const now = Date.now();
        const { name } = metadata;
        const image = spec.containers[0]?.image ?? "";
        const pod = this.everSeen.get(name) ?? { image, madeAt: now, imageId: "" };
        this.everSeen.set(name, pod);
        this.pods.set(name, pod);
        const [container] = status.containerStatuses ?? [];
        pod.imageId = container?.imageID ?? "";
        if (spec.nodeName !== undefined) {
            pod.scheduledAt ??= now;
        }
        if (container?.state.running !== undefined) {
            pod.runningAt ??= now;
        }
        const ready = status.conditions?.some(
            (one) => one.type === "Ready" && one.status === "True",
        );
        if (ready === true) {
            pod.readyAt ??= now;
        }
    }
}

function setOnce(moments: Map<string, number>, key: string): void {
    if (!moments.has(key)) {
        moments.set(key, Date.now());
    }
}
