import { Properties, textAt } from "../../protocol/values";
import { annotation, annotations, isAnnotationTrue, nameOf, namespaceOf } from "../annotations";
import { kindOf, ObjectKind } from "../kinds";
import type { Session } from "../session";
import { AwaitError } from "./awaitError";
import { Condition, waitForConditions } from "./conditions";
import { ingressReadiness } from "./ingress";
import { objectStatus } from "./objectStatus";
import { observe, Observed } from "./observation";
import { podReadiness } from "./pods";
import { Readiness, ready, Verdict, View } from "./readiness";
import { serviceReadiness } from "./service";
import { StatusLine } from "./statusLine";
import { secretReadiness, volumeClaimReadiness } from "./volumes";
import { Outcome, waitUntil } from "./waitUntil";
import {
    daemonSetReadiness,
    deploymentReadiness,
    jobReadiness,
    statefulSetReadiness,
} from "./workloads";

const DEFAULT_TIMEOUT_SECONDS = 600;

const READINESS: Readonly<Record<string, Readiness>> = {
    "apps/v1/DaemonSet": daemonSetReadiness,
    "apps/v1/Deployment": deploymentReadiness,
    "apps/v1/StatefulSet": statefulSetReadiness,
    "batch/v1/Job": jobReadiness,
    "networking.k8s.io/v1/Ingress": ingressReadiness,
    "v1/PersistentVolumeClaim": volumeClaimReadiness,
    "v1/Pod": podReadiness,
    "v1/Secret": secretReadiness,
    "v1/Service": serviceReadiness,
};

export interface AwaitOptions {
    readonly urn: string;
    readonly inputs: Properties;
    /** The object as the API server answered. */
    readonly applied: Properties;
    readonly isUpdate: boolean;
    /** Seconds from `customTimeouts`; 0 for none. */
    readonly timeout: number;
}

/** Seconds to wait: `customTimeouts`, else the object's annotation, else ten minutes. */
export function timeoutSeconds(custom: number, inputs: Properties): number {
    const annotated = Number.parseInt(annotation(inputs, annotations.timeoutSeconds), 10);
    return custom > 0 ? custom : Number.isNaN(annotated) ? DEFAULT_TIMEOUT_SECONDS : annotated;
}

/**
 * Waits until an object is what its kind, or its annotations, call ready.
 *
 * @returns the object as last seen
 * @throws {AwaitError} when it does not get there in time, fails for good, or the wait is cancelled
 */
export async function awaitReady(session: Session, options: AwaitOptions): Promise<Properties> {
    const line = new StatusLine(session.log, options.urn);
    if (isAnnotationTrue(options.inputs, annotations.skipAwait)) {
        line.show("Skipping await logic");
        return options.applied;
    }
    const conditions = waitForConditions(options.applied);
    if (conditions !== undefined) {
        return await wait(
            session,
            options,
            conditionReadiness(conditions),
            line,
            (object, outcome) => plainError(object, outcome),
        );
    }
    const readiness = builtIn(options.applied);
    if (readiness !== undefined) {
        return await wait(session, options, readiness, line, kindError);
    }
    return process.env["PULUMI_K8S_AWAIT_ALL"] === "true"
        ? await wait(session, options, statusReadiness, line, plainError)
        : options.applied;
}

/**
 * Checks once, for refresh, an object that its kind calls ready or not.
 *
 * @throws {AwaitError} when it is not
 */
export async function checkReady(
    session: Session,
    urn: string,
    inputs: Properties,
    live: Properties,
): Promise<void> {
    const readiness = builtIn(live);
    if (!readiness?.onRead || isAnnotationTrue(inputs, annotations.skipAwait)) {
        return;
    }
    const related = new Map<string, readonly Properties[]>();
    for (const kind of readiness.related) {
        related.set(keyOf(kind), await list(session, kind, namespaceOf(live)));
    }
    const verdict = readiness.check({
        object: live,
        applied: live,
        isUpdate: true,
        elapsed: Infinity,
        quiet: () => Infinity,
        seen: () => true,
        related: (kind) => related.get(keyOf(kind)) ?? [],
    });
    const line = new StatusLine(session.log, urn);
    line.show(verdict.status ?? "", verdict.severity);
    if (!verdict.ready) {
        throw new AwaitError(
            `Resource '${nameOf(live)}' was created but failed to initialize`,
            live,
            verdict.problems,
        );
    }
    line.clear();
}

type ErrorMaker = (object: Properties, outcome: Outcome | "failed", verdict: Verdict) => AwaitError;

async function wait(
    session: Session,
    options: AwaitOptions,
    readiness: Readiness,
    line: StatusLine,
    errorOf: ErrorMaker,
): Promise<Properties> {
    const { applied } = options;
    const watched = new Map<string, Observed>();
    const started = Date.now();
    const own = keyOf(kindOf(applied));
    let last = applied;
    let verdict: Verdict = { ready: false, problems: [] };

    const outcome = await waitUntil({
        timeoutMilliseconds:
            1000 * (readiness.timeoutSeconds ?? timeoutSeconds(options.timeout, options.inputs)),
        cancelled: session.cancelled,
        start: async (changed, signal) => {
            for (const kind of [kindOf(applied), ...readiness.related]) {
                const isOwn = keyOf(kind) === own;
                const path = await session.discovery.collectionPath(kind, namespaceOf(applied));
                const name = isOwn ? { name: nameOf(applied) } : {};
                watched.set(
                    keyOf(kind),
                    observe(session.client, path, { ...name, signal, changed }),
                );
            }
        },
        look: () => {
            const view = viewOf(watched, own, options, started);
            last = view.object ?? last;
            verdict = readiness.check(view);
            line.show(verdict.status ?? "", verdict.severity);
            return {
                done: verdict.ready || verdict.failed === true,
                ...(verdict.again !== undefined && { again: verdict.again }),
            };
        },
    });
    if (outcome !== "done" || verdict.failed) {
        throw errorOf(last, verdict.failed ? "failed" : outcome, verdict);
    }
    line.clear();
    return last;
}

function viewOf(
    watched: ReadonlyMap<string, Observed>,
    own: string,
    { applied, isUpdate }: AwaitOptions,
    started: number,
): View {
    const self = watched.get(own);
    return {
        // Until the first list is there, the answer to the request is the newest there is.
        object: self?.listed ? self.objects.get(nameOf(applied)) : applied,
        applied,
        isUpdate,
        elapsed: Date.now() - started,
        related: (kind) => [...(watched.get(keyOf(kind))?.objects.values() ?? [])],
        quiet: (kind) => Date.now() - (watched.get(keyOf(kind))?.lastEvent ?? 0),
        seen: (kind) => (watched.get(keyOf(kind))?.events ?? 0) > 0,
    };
}

function conditionReadiness(conditions: readonly Condition[]): Readiness {
    return {
        related: [],
        onRead: false,
        check: ({ object }) => {
            const checks = object === undefined ? [] : conditions.map((item) => item.check(object));
            const open = checks.find(({ met }) => !met);
            if (checks.length > 0 && open === undefined) {
                return ready(checks.at(-1)?.status);
            }
            return {
                ready: false,
                problems: [],
                ...(open?.status !== undefined && { status: open.status }),
            };
        },
    };
}

const statusReadiness: Readiness = {
    related: [],
    onRead: false,
    check: ({ object }) => {
        const { current, message } = objectStatus(object ?? {});
        return { ready: object !== undefined && current, status: message, problems: [] };
    },
};

function plainError(object: Properties, outcome: Outcome | "failed"): AwaitError {
    return new AwaitError(
        outcome === "cancelled" ? "context canceled" : "timed out waiting for the condition",
        object,
    );
}

function kindError(object: Properties, outcome: Outcome | "failed", verdict: Verdict): AwaitError {
    const name = nameOf(object);
    const messages = {
        cancelled: `Resource operation was cancelled for "${name}"`,
        failed: `Resource '${name}' was created but failed to initialize`,
        timeout: `'${name}' timed out waiting to be Ready`,
        done: "",
    };
    return new AwaitError(messages[outcome], object, verdict.problems);
}

function builtIn(object: Properties): Readiness | undefined {
    return READINESS[keyOf(kindOf(object))];
}

function keyOf({ apiVersion, kind }: ObjectKind): string {
    return `${apiVersion}/${kind}`;
}

async function list(
    session: Session,
    kind: ObjectKind,
    namespace: string,
): Promise<readonly Properties[]> {
    const path = await session.discovery.collectionPath(kind, namespace);
    const answer = await session.client.request("GET", path);
    const items = answer["items"];
    return Array.isArray(items)
        ? (items as Properties[]).filter((item) => textAt(item, "metadata", "name") !== "")
        : [];
}
