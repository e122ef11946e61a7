import { listAt, Properties, textAt } from "../../protocol/values";
import { ApiError } from "../apiError";
import { annotations, isAnnotationTrue, nameOf, namespaceOf } from "../annotations";
import { kindOf } from "../kinds";
import type { Session } from "../session";
import { AwaitError } from "./awaitError";
import { objectStatus } from "./objectStatus";
import { observe, Observed } from "./observation";
import { timeoutSeconds } from "./ready";
import { StatusLine } from "./statusLine";
import { waitUntil } from "./waitUntil";

/** Kinds whose deletion `pulumi.com/skipAwait` does not wait for; of all others it does. */
const SKIPPABLE = new Set([
    "v1/Namespace",
    "v1/Pod",
    "v1/ReplicationController",
    "apps/v1/DaemonSet",
    "apps/v1/Deployment",
    "apps/v1/StatefulSet",
    "batch/v1/Job",
]);

/**
 * Waits until a deleted object is really gone.
 *
 * @param path the object's URL path
 * @throws {AwaitError} when it is still there at the deadline, or the wait is cancelled
 */
export async function awaitDeleted(
    session: Session,
    options: {
        readonly urn: string;
        readonly path: string;
        readonly inputs: Properties;
        readonly object: Properties;
        /** Seconds from `customTimeouts`; 0 for none. */
        readonly timeout: number;
    },
): Promise<void> {
    const { object, inputs } = options;
    const kind = kindOf(object);
    const line = new StatusLine(session.log, options.urn);
    const skip = isAnnotationTrue(inputs, annotations.skipAwait);
    if (skip && SKIPPABLE.has(`${kind.apiVersion}/${kind.kind}`)) {
        line.show("Skipping await logic");
        return;
    }
    let watched: Observed | undefined;
    let last = object;
    let gone = await isGone(session, options.path);
    if (gone) {
        return;
    }
    const collection = await session.discovery.collectionPath(kind, namespaceOf(object));
    const outcome = await waitUntil({
        timeoutMilliseconds: 1000 * timeoutSeconds(options.timeout, inputs),
        cancelled: session.cancelled,
        start: (changed, signal) => {
            watched = observe(session.client, collection, {
                name: nameOf(object),
                signal,
                changed,
            });
        },
        look: () => {
            const current = watched?.objects.get(nameOf(object));
            gone = watched?.listed === true && !isSame(current, object);
            if (current !== undefined && !gone) {
                last = current;
                line.show(objectStatus(current).message);
            }
            return { done: gone };
        },
    });
    if (outcome !== "done" && !(await isGone(session, options.path))) {
        const finalizers = listAt(last, "metadata", "finalizers").map(String).join(", ");
        line.warn(`finalizers might be preventing deletion (${finalizers})`);
        throw new AwaitError(
            outcome === "cancelled" ? "context canceled" : "timed out waiting for the condition",
            last,
        );
    }
    line.clear();
}

async function isGone(session: Session, path: string): Promise<boolean> {
    try {
        await session.client.request("GET", path);
        return false;
    } catch (error) {
        return error instanceof ApiError && error.isNotFound;
    }
}

/** An object of the same name that somebody made anew is not the one that was deleted. */
function isSame(current: Properties | undefined, deleted: Properties): boolean {
    const uid = textAt(deleted, "metadata", "uid");
    return current !== undefined && (uid === "" || textAt(current, "metadata", "uid") === uid);
}
