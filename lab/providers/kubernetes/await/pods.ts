import { at, display, listAt, objectAt, Properties, textAt, Value } from "../../protocol/values";
import type { Readiness, Verdict } from "./readiness";

/** Ready when the pod is scheduled, initialized and ready, or has succeeded. */
export const podReadiness: Readiness = {
    related: [],
    onRead: true,
    check: ({ object }) =>
        object === undefined ? { ready: false, problems: ["Pod was deleted"] } : podVerdict(object),
};

/** How far a pod has come, and what is wrong with it. */
export function podVerdict(pod: Properties): Verdict {
    const name = displayName(pod);
    const steps = [
        ["PodScheduled", "scheduled"],
        ["Initialized", "initialized"],
        ["Ready", "ready"],
    ] as const;
    for (const [type, state] of steps) {
        const condition = conditionOf(pod, type);
        const succeeded = type === "Ready" && textAt(pod, "status", "phase") === "Succeeded";
        if (textAt(condition, "status") !== "True" && !succeeded) {
            const errors = type === "PodScheduled" ? [] : containerErrors(pod);
            const reason = textAt(condition, "reason") && textAt(condition, "message");
            const text = [reason, ...errors].filter((part) => part !== "").join("\n");
            return {
                ready: false,
                status: `Waiting for Pod "${name}" to be ${state}`,
                problems: text === "" ? [] : [`[Pod ${name}]: ${text}`],
            };
        }
    }
    return { ready: true, problems: [] };
}

/** Problems of the pods that a label selector chooses. */
export function podProblems(pods: readonly Properties[], selector: Properties): string[] {
    const wanted = Object.entries(selector);
    return pods
        .filter(
            (pod) =>
                wanted.length > 0 &&
                wanted.every(([key, value]) => at(pod, "metadata", "labels", key) === value),
        )
        .flatMap((pod) => podVerdict(pod).problems);
}

export function conditionOf(object: Properties, type: string): Properties | undefined {
    const found = listAt(object, "status", "conditions").find(
        (condition) => textAt(condition, "type") === type,
    );
    return found === undefined ? undefined : objectAt({ found }, "found");
}

/** `namespace/name`, without the namespace "default". */
export function displayName(object: Properties): string {
    const namespace = textAt(object, "metadata", "namespace");
    const name = textAt(object, "metadata", "name");
    return namespace === "" || namespace === "default" ? name : `${namespace}/${name}`;
}

function containerErrors(pod: Properties): string[] {
    return listAt(pod, "status", "containerStatuses")
        .filter((status) => at(status, "ready") !== true)
        .flatMap(containerError);
}

function containerError(status: Value): string[] {
    const errors: string[] = [];
    const waiting = objectAt(status, "state", "waiting");
    if ("reason" in waiting && waiting["reason"] !== "ContainerCreating") {
        errors.push(`[${textAt(waiting, "reason")}] ${textAt(waiting, "message")}`);
    }
    for (const terminated of [
        objectAt(status, "state", "terminated"),
        objectAt(status, "lastState", "terminated"),
    ]) {
        if ("exitCode" in terminated) {
            const reason = textAt(terminated, "reason");
            errors.push(
                `container "${textAt(status, "name")}" terminated (${reason}: exit code ${display(terminated["exitCode"])})`,
            );
        }
    }
    return errors;
}
