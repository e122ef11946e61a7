import type { ContainerStatus, ObjectEvent, Pod } from "./objects";

/** Why a pod does not serve. */
export interface PodTrouble {
    readonly pod: string;
    /** Container whose log says more; none if none has ever run. */
    readonly log?: { readonly container: string; readonly previous: boolean };
    /** Whether a new node, or room on one, would end it: nothing is wrong with the image. */
    readonly unscheduled: boolean;
    /** Whether the registry wants other credentials, or any. */
    readonly refused: boolean;
    /** Whether the registry has no such tag. */
    readonly absent: boolean;
    /** `ImagePullBackOff: … not found` */
    readonly why: string;
}

/** Undefined for a pod that is ready, or on its way without trouble. */
export function podTrouble(pod: Pod, events: readonly ObjectEvent[]): PodTrouble | undefined {
    const { status, metadata } = pod;
    const own = events
        .filter(({ involvedObject }) => involvedObject.name === metadata.name)
        .sort((a, b) => timeOf(a) - timeOf(b));
    const found =
        unscheduled(pod) ??
        containerTrouble(status.initContainerStatuses, own) ??
        containerTrouble(status.containerStatuses, own) ??
        volumeTrouble(own);
    return (
        found && { pod: metadata.name, unscheduled: false, refused: false, absent: false, ...found }
    );
}

type Found = Pick<PodTrouble, "why" | "log"> & Partial<PodTrouble>;

function unscheduled({ status }: Pod): Found | undefined {
    const scheduled = status.conditions?.find(({ type }) => type === "PodScheduled");
    return scheduled?.status === "False"
        ? { unscheduled: true, why: words(scheduled.reason, scheduled.message) }
        : undefined;
}

function containerTrouble(
    containers: readonly ContainerStatus[] = [],
    events: readonly ObjectEvent[],
): Found | undefined {
    for (const container of containers) {
        const found =
            waiting(container, events) ?? terminated(container) ?? notReady(container, events);
        if (found) {
            return found;
        }
    }
    return undefined;
}

/** Reasons of every start, which say nothing of how it will end. */
const STARTING = new Set(["ContainerCreating", "PodInitializing"]);

function waiting(
    { name, image, state, lastState }: ContainerStatus,
    events: readonly ObjectEvent[],
): Found | undefined {
    const { reason = "", message } = state.waiting ?? {};
    if (!state.waiting || STARTING.has(reason)) {
        return undefined;
    }
    if (lastState.terminated) {
        return {
            log: { container: name, previous: true },
            why: `${reason}: container ${name} ended ${ending(lastState.terminated)}`,
        };
    }
    // While it backs off, the kubelet repeats itself; what the registry has said is in the event.
    const pull = last(events, ({ reason: why, message: said = "" }) => {
        return why === "Failed" && said.startsWith("Failed to pull image");
    });
    const why = words(reason, pull?.message ?? message ?? image);
    const isPull = /ImagePull/.test(reason);
    return { why, refused: isPull && REFUSED.test(why), absent: isPull && ABSENT.test(why) };
}

/** What containerd, Docker and registries say of a tag that is not there. */
const ABSENT = /: not found\b|manifest unknown/i;

/**
 * What registries answer who is not let in, in containerd's and Docker's words. Some, ghcr.io and
 * Docker Hub among them, say the same of an image that is not there.
 */
const REFUSED =
    /\b40[13] (Unauthorized|Forbidden)\b|unexpected status.*\b40[13]\b|\bunauthorized\b|pull access denied|requested access to the resource is denied|no basic auth credentials|insufficient_scope/i;

function terminated({ name, state, ready }: ContainerStatus): Found | undefined {
    return state.terminated && !ready && state.terminated.exitCode !== 0
        ? {
              log: { container: name, previous: false },
              why: `container ${name} ended ${ending(state.terminated)}`,
          }
        : undefined;
}

function notReady(
    { name, ready, state, restartCount }: ContainerStatus,
    events: readonly ObjectEvent[],
): Found | undefined {
    const probe = last(events, ({ reason }) => reason === "Unhealthy")?.message;
    return state.running && !ready && (probe !== undefined || restartCount > 0)
        ? {
              log: { container: name, previous: false },
              why:
                  `container ${name} runs` +
                  (restartCount > 0 ? `, after ${restartCount} restarts,` : "") +
                  ` and is not ready${probe === undefined ? "" : `: ${probe}`}`,
          }
        : undefined;
}

/** A container that is being created says nothing of the Secret or volume it waits for. */
function volumeTrouble(events: readonly ObjectEvent[]): Found | undefined {
    const failed = last(
        events,
        ({ type, reason = "" }) =>
            type === "Warning" && /^Failed(Mount|AttachVolume|CreatePodSandBox)$/.test(reason),
    );
    return failed && { why: words(failed.reason, failed.message) };
}

function ending(end: NonNullable<ContainerStatus["state"]["terminated"]>): string {
    const how = end.signal
        ? `by signal ${end.signal}`
        : `with exit code ${end.exitCode ?? "unknown"}`;
    const reason = end.reason === "Error" || end.reason === undefined ? "" : ` (${end.reason})`;
    return `${how}${reason}${end.message ? `: ${end.message.trim()}` : ""}`;
}

function last(
    events: readonly ObjectEvent[],
    matches: (event: ObjectEvent) => boolean,
): ObjectEvent | undefined {
    return events.filter(matches).at(-1);
}

function timeOf({ lastTimestamp, eventTime }: ObjectEvent): number {
    return Date.parse(lastTimestamp ?? eventTime ?? "") || 0;
}

/** `reason: message`, without what is missing. */
function words(...parts: readonly (string | undefined)[]): string {
    return parts.filter(Boolean).join(": ");
}
