import { type Followed, followed } from "./images";
import type { Seen } from "./objects";
import { type Rollout, rolloutOf } from "./rollout";
import { type SyncTrouble, syncTrouble } from "./syncTrouble";

/** How an environment is, and what is to be expected of it. */
export interface Diagnosis {
    /**
     * `healthy`: it runs what Git says. `waiting`: that may still become so by itself. `stuck`: it
     * will not, before somebody does something.
     */
    readonly verdict: "healthy" | "waiting" | "stuck";
    /** What Argo CD says: `Synced`, `OutOfSync`, `Unknown`. */
    readonly sync: string;
    /** What Argo CD says: `Healthy`, `Progressing`, `Degraded`, `Missing`. */
    readonly health: string;
    /** Since when it is so. */
    readonly since?: string;
    /** Phase of the last sync: `Running`, `Succeeded`. */
    readonly phase?: string;
    readonly syncTrouble?: SyncTrouble;
    readonly rollouts: readonly Rollout[];
    /** Other objects that are not healthy, where Argo CD tells; `PersistentVolumeClaim data: …` */
    readonly others: readonly string[];
    /** Objects other than Deployments that Argo CD waits for. */
    readonly unfinished: readonly Unfinished[];
    /** Images that the Application itself names, which go before Git's: `ghcr.io/acme/app:v1`. */
    readonly overrides: readonly string[];
    /** Pinned tags that the updater has not committed yet. */
    readonly pending: readonly Followed[];
    /** What went wrong in the updater's last round. */
    readonly updaterError?: string;
}

/** An object that is not ready yet. */
export interface Unfinished {
    readonly kind: string;
    readonly name: string;
    /** Argo CD's words, if it has any. */
    readonly message?: string;
}

/** @param seen one look at the environment */
export function diagnose(seen: Seen): Diagnosis {
    const { application } = seen;
    const all = followed(seen.imageUpdater);
    const rollouts = seen.deployments.map((deployment) => rolloutOf(deployment, seen, all));
    const { sync, health, operationState, resources = [] } = application?.status ?? {};
    const facts = {
        sync: sync?.status ?? "Unknown",
        health: application === undefined ? "Missing" : (health?.status ?? "Unknown"),
        since: health?.lastTransitionTime,
        phase: operationState?.phase,
        syncTrouble: application && syncTrouble(application),
        rollouts,
        others: resources
            .filter((one) => one.kind !== "Deployment" && one.health?.status === "Degraded")
            .map(({ kind, name, health: own }) => `${kind} ${name}: ${own?.message ?? "Degraded"}`),
        unfinished: resources
            .filter((one) => one.kind !== "Deployment" && one.health?.status === "Progressing")
            .map(({ kind, name, health: own }) => ({ kind, name, message: own?.message })),
        overrides: application?.spec?.source?.kustomize?.images ?? [],
        pending: all.filter((one) => isPending(one, rollouts)),
        updaterError: updaterError(seen),
    };
    return { ...facts, verdict: application === undefined ? "stuck" : verdictOf(facts) };
}

function verdictOf(facts: Omit<Diagnosis, "verdict">): Diagnosis["verdict"] {
    const { sync, health, phase, rollouts } = facts;
    // Another version is on its way, or none was ever built: what runs now says nothing yet.
    if (facts.pending.length > 0 || rollouts.some(({ unbuilt }) => unbuilt)) {
        return "waiting";
    }
    if (facts.syncTrouble?.givenUp) {
        return "stuck";
    }
    if (sync !== "Synced") {
        return "waiting";
    }
    if (health === "Healthy") {
        return "healthy";
    }
    // Argo CD may be a moment behind the Deployments: what it calls Degraded may be rolling again.
    const failed = rollouts.filter(({ timedOut }) => timedOut);
    const isLasting = facts.others.length > 0 || failed.some((rollout) => !needsRoomOnly(rollout));
    return health === "Degraded" && phase !== "Running" && isLasting ? "stuck" : "waiting";
}

/** A cluster that grows on demand may take longer than a rollout is given. */
function needsRoomOnly({ troubles }: Rollout): boolean {
    return troubles.length > 0 && troubles.every(({ unscheduled }) => unscheduled);
}

function isPending({ pin, image }: Followed, rollouts: readonly Rollout[]): boolean {
    return pin !== undefined && rollouts.some((one) => one.image === image && one.tag !== pin);
}

function updaterError({ imageUpdater }: Seen): string | undefined {
    const error = imageUpdater?.status?.conditions?.find(({ type }) => type === "Error");
    return error?.status === "True" ? error.message : undefined;
}
