import type { Application } from "./objects";

/** Why Argo CD does not bring the cluster to what Git says. */
export interface SyncTrouble {
    /** `its last sync failed` */
    readonly what: string;
    /** When it began, as the Application has it. */
    readonly since?: string;
    readonly why: readonly string[];
    /** Whether Git could not be read, or what stands there not be built. */
    readonly unreadable: boolean;
    /** Whether Argo CD has given up until there is another commit. */
    readonly givenUp: boolean;
}

/** Undefined as long as Argo CD can read Git, and apply what stands there. */
export function syncTrouble(application: Application): SyncTrouble | undefined {
    return unreadable(application) ?? failedSync(application);
}

/** Git refuses the key, kustomize cannot build it, the project does not allow it. */
function unreadable({ status }: Application): SyncTrouble | undefined {
    const errors = (status?.conditions ?? []).filter(
        // What has failed to sync is told below, in more detail.
        ({ type }) => type.endsWith("Error") && type !== "SyncError",
    );
    return errors.length === 0
        ? undefined
        : {
              what: "Argo CD cannot tell what Git says",
              since: errors[0]?.lastTransitionTime,
              why: errors.map(({ type, message }) => `${type}: ${message.trim()}`),
              unreadable: true,
              givenUp: false,
          };
}

function failedSync({ status }: Application): SyncTrouble | undefined {
    const operation = status?.operationState;
    if (operation === undefined || status?.sync?.status === "Synced") {
        return undefined;
    }
    const { phase, message, retryCount = 0, syncResult } = operation;
    const isRetrying = phase === "Running" && retryCount > 0;
    if (!isRetrying && phase !== "Failed" && phase !== "Error") {
        return undefined;
    }
    const attempted = syncResult?.revision;
    const isNewer = attempted !== undefined && attempted !== status?.sync?.revision;
    const objects = (syncResult?.resources ?? [])
        .filter((one) => one.status === "SyncFailed")
        .map((one) => `${one.kind} ${one.name}: ${one.message ?? "refused"}`);
    return {
        what: `the sync of commit ${short(attempted)} failed${attempts(retryCount, isRetrying)}`,
        since: operation.startedAt,
        // What became of each object is in the message too, less clearly.
        why: objects.length > 0 || !message ? objects : [message],
        unreadable: false,
        givenUp: !isRetrying && !isNewer,
    };
}

/** While Argo CD waits for an attempt, it counts that attempt already. */
function attempts(retryCount: number, isRetrying: boolean): string {
    if (isRetrying) {
        return `, and is tried again: attempt ${retryCount}`;
    }
    return retryCount === 0 ? "" : `, and was tried again ${retryCount} times`;
}

function short(revision = "unknown"): string {
    return revision.slice(0, 7);
}
