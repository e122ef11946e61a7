import { at, display, Properties, textAt } from "../../protocol/values";
import { isStale } from "./conditions";
import { conditionOf } from "./pods";

/** What an object's own status says, by the conventions that all kinds share. */
export interface ObjectStatus {
    readonly current: boolean;
    readonly message: string;
}

/** @see https://github.com/kubernetes-sigs/cli-utils/blob/master/pkg/kstatus/README.md */
export function objectStatus(object: Properties): ObjectStatus {
    if (textAt(object, "metadata", "deletionTimestamp") !== "") {
        return { current: false, message: "Resource scheduled for deletion" };
    }
    const observed = at(object, "status", "observedGeneration");
    if (isStale(object, observed)) {
        const generation = display(at(object, "metadata", "generation"));
        return {
            current: false,
            message: `${textAt(object, "kind")} generation is ${generation}, but latest observed generation is ${display(observed)}`,
        };
    }
    for (const [type, wrong] of [
        ["Reconciling", "True"],
        ["Stalled", "True"],
        ["Ready", "False"],
    ] as const) {
        const condition = conditionOf(object, type);
        if (textAt(condition, "status") === wrong) {
            return { current: false, message: textAt(condition, "message") || type };
        }
    }
    return { current: true, message: "Resource is current" };
}
