import { at, objectAt, Properties, textAt } from "../../protocol/values";
import { isStale } from "./conditions";
import { conditionOf, displayName, podProblems } from "./pods";
import { Readiness, ready, Verdict, View } from "./readiness";

const pods = { apiVersion: "v1", kind: "Pod" };
const REVISION = "deployment.kubernetes.io/revision";

/** Ready when all replicas run the new template and are available. */
export const deploymentReadiness: Readiness = {
    related: [pods],
    onRead: true,
    check: (view) =>
        replicated(view, "Deployment", (deployment) => {
            const wanted = numberAt(deployment, 1, "spec", "replicas");
            const rolledOut =
                numberAt(deployment, 0, "status", "updatedReplicas") >= wanted &&
                numberAt(deployment, 0, "status", "availableReplicas") >= wanted;
            const available = conditionOf(deployment, "Available");
            const progressing = conditionOf(deployment, "Progressing");
            const isFirst = textAt(deployment, "metadata", "annotations", REVISION) === "1";
            const complete = isFirst || textAt(progressing, "reason") === "NewReplicaSetAvailable";
            if (textAt(available, "status") === "True" && rolledOut && complete) {
                return [];
            }
            const conditions = [available, progressing]
                .filter((condition) => textAt(condition, "status") === "False")
                .map(
                    (condition) =>
                        `[${textAt(condition, "reason")}] ${textAt(condition, "message")}`,
                );
            return [
                ...conditions,
                textAt(available, "status") !== "True"
                    ? "Minimum number of live Pods was not attained"
                    : isFirst
                      ? "Minimum number of Pods to consider the application live was not attained"
                      : "Attempted to roll forward to new ReplicaSet, but minimum number of Pods did not become live",
            ];
        }),
};

/** Ready when all replicas are of the current revision and ready. */
export const statefulSetReadiness: Readiness = {
    related: [pods],
    onRead: true,
    check: (view) =>
        replicated(view, "StatefulSet", (set) => {
            const wanted = numberAt(set, 1, "spec", "replicas");
            const sameRevision =
                textAt(set, "status", "currentRevision") ===
                textAt(set, "status", "updateRevision");
            return numberAt(set, 0, "status", "readyReplicas") >= wanted &&
                (sameRevision || textAt(set, "spec", "updateStrategy", "type") === "OnDelete")
                ? []
                : ["Failed to observe the expected number of ready replicas"];
        }),
};

/** Ready when every node that should has an updated, available pod. */
export const daemonSetReadiness: Readiness = {
    related: [pods],
    onRead: true,
    check: (view) =>
        replicated(view, "DaemonSet", (set) => {
            const wanted = numberAt(set, 0, "status", "desiredNumberScheduled");
            return numberAt(set, 0, "status", "updatedNumberScheduled") >= wanted &&
                numberAt(set, 0, "status", "numberAvailable") >= wanted
                ? []
                : ["Not all nodes run an updated and available Pod"];
        }),
};

/** Ready when the job is complete; failed when it is, for good. */
export const jobReadiness: Readiness = {
    related: [pods],
    onRead: true,
    check: (view) => {
        const job = view.object;
        if (job === undefined) {
            return { ready: false, problems: ["Job was deleted"] };
        }
        const failed = conditionOf(job, "Failed");
        if (textAt(failed, "status") === "True") {
            const problem = `[${textAt(failed, "reason")}] ${textAt(failed, "message")}`;
            return { ready: false, failed: true, problems: [problem, ...selected(view, job)] };
        }
        if (textAt(conditionOf(job, "Complete"), "status") === "True") {
            return ready();
        }
        const count = (key: string) => numberAt(job, 0, "status", key);
        return {
            ready: false,
            status:
                at(job, "status", "startTime") === undefined
                    ? `Waiting for Job "${displayName(job)}" to start`
                    : `Waiting for Job "${displayName(job)}" to succeed (Active: ${count("active")} | Succeeded: ${count("succeeded")} | Failed: ${count("failed")})`,
            problems: selected(view, job),
        };
    },
};

function replicated(
    view: View,
    kind: string,
    shortfalls: (object: Properties) => readonly string[],
): Verdict {
    const { object } = view;
    if (object === undefined) {
        return { ready: false, problems: [`${kind} was deleted`] };
    }
    const observed = at(object, "status", "observedGeneration");
    if (
        observed === undefined ||
        isStale(object, observed) ||
        isStale(view.applied, at(object, "metadata", "generation"))
    ) {
        return {
            ready: false,
            status: `Waiting for the controller to see ${kind} "${displayName(object)}"`,
            problems: [`${kind} controller has not seen the change`],
        };
    }
    const problems = shortfalls(object);
    if (problems.length === 0) {
        return ready(`✅ ${kind} initialization complete`);
    }
    const ofPods = selected(view, object);
    return {
        ready: false,
        status: ofPods[0] ?? problems[0] ?? "",
        ...(ofPods.length > 0 && { severity: "warning" as const }),
        problems: [...problems, ...ofPods],
    };
}

function selected(view: View, owner: Properties): string[] {
    return podProblems(view.related(pods), objectAt(owner, "spec", "selector", "matchLabels"));
}

function numberAt(object: Properties, missing: number, ...path: string[]): number {
    const found = at(object, ...path);
    return typeof found === "number" ? found : missing;
}
