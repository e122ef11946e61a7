import { type Followed, imagesOf, UNBUILT_TAG } from "./images";
import type { Deployment, ReplicaSet, Seen } from "./objects";
import { type PodTrouble, podTrouble } from "./podTrouble";

/** How far the rollout of one Deployment is. */
export interface Rollout {
    readonly name: string;
    /** Key of `pin`, if the updater follows its image. */
    readonly imageName?: string;
    readonly image: string;
    readonly tag: string;
    readonly wanted: number;
    readonly updated: number;
    readonly available: number;
    /** Whether every pod is new and available, and no other is left. */
    readonly complete: boolean;
    /** Whether Kubernetes has seen no progress for as long as the Deployment allows. */
    readonly timedOut: boolean;
    /** Kubernetes' words for that. */
    readonly message?: string;
    /** Why the new pods do not serve, one of each kind. */
    readonly troubles: readonly PodTrouble[];
    /** What goes on serving, or has served before. */
    readonly before?: { readonly tag: string; readonly ready: number };
    /** Whether its image was never built. */
    readonly unbuilt: boolean;
}

const REVISION = "deployment.kubernetes.io/revision";

export function rolloutOf(deployment: Deployment, seen: Seen, all: readonly Followed[]): Rollout {
    const { metadata, spec, status } = deployment;
    const [main] = imagesOf(deployment, all);
    const { image = "", tag = "" } = main ?? {};
    const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
    const isSeen = status.observedGeneration === metadata.generation;
    const progressing = status.conditions?.find(({ type }) => type === "Progressing");
    const timedOut = isSeen && progressing?.reason === "ProgressDeadlineExceeded";
    const sets = setsOf(deployment, seen.replicaSets);
    const before = sets
        .slice(1)
        .map((set) => ({
            tag: imagesOf(set, all)[0]?.tag ?? "",
            ready: set.status.readyReplicas ?? 0,
        }))
        .filter((one) => one.tag !== tag && one.tag !== UNBUILT_TAG && one.tag !== "")
        // What serves is known to be good; what does not is only the last one there was.
        .sort((a, b) => b.ready - a.ready)[0];
    return {
        name: metadata.name,
        imageName: all.find((one) => one.image === image)?.name,
        image,
        tag,
        wanted: spec.replicas,
        updated: updatedReplicas,
        available: availableReplicas,
        complete:
            isSeen &&
            [replicas, updatedReplicas, availableReplicas].every((n) => n === spec.replicas),
        timedOut,
        message: timedOut ? progressing.message : undefined,
        troubles: troublesOf(sets[0], seen),
        before,
        unbuilt: tag === UNBUILT_TAG,
    };
}

/** ReplicaSets of a Deployment, the newest revision first. */
function setsOf({ metadata }: Deployment, all: readonly ReplicaSet[]): ReplicaSet[] {
    const revision = (set: ReplicaSet) => Number(set.metadata.annotations?.[REVISION] ?? 0);
    return all
        .filter((set) => ownedBy(set, "Deployment", metadata.name))
        .sort((a, b) => revision(b) - revision(a));
}

function troublesOf(newest: ReplicaSet | undefined, { pods, events }: Seen): PodTrouble[] {
    const found = pods
        .filter((pod) => newest && ownedBy(pod, "ReplicaSet", newest.metadata.name))
        .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
        .map((pod) => podTrouble(pod, events))
        .filter((trouble) => trouble !== undefined);
    return found.filter((one, index) => found.findIndex(({ why }) => why === one.why) === index);
}

function ownedBy({ metadata }: Pick<ReplicaSet, "metadata">, kind: string, name: string): boolean {
    return metadata.ownerReferences?.some((by) => by.kind === kind && by.name === name) ?? false;
}
