import { at, display, listAt, Properties, textAt } from "../../protocol/values";
import { annotation, annotations } from "../annotations";
import { describeJsonPath, matchJsonPath, parseJsonPath } from "./jsonPath";

/** One thing to wait for, given by the user. */
export interface Condition {
    /** Whether the object meets it, and what to tell meanwhile. */
    check(object: Properties): { readonly met: boolean; readonly status?: string };
}

/**
 * The conditions of an object's annotation `pulumi.com/waitFor`: one expression or a JSON array of
 * them, all of which must be met. Undefined without the annotation.
 *
 * @throws if an expression is malformed
 */
export function waitForConditions(object: Properties): readonly Condition[] | undefined {
    const value = annotation(object, annotations.waitFor);
    return value === "" ? undefined : expressions(value).map(parseCondition);
}

function expressions(value: string): readonly string[] {
    let parsed: unknown;
    try {
        parsed = JSON.parse(value);
    } catch {
        return [value];
    }
    if (!Array.isArray(parsed) || !parsed.every((item) => typeof item === "string")) {
        return [value];
    }
    if (parsed.length === 0) {
        throw new Error("at least one condition must be specified");
    }
    return parsed;
}

function parseCondition(expression: string): Condition {
    if (expression.startsWith("jsonpath=")) {
        return jsonPathCondition(expression);
    }
    if (expression.startsWith("condition=")) {
        return statusCondition(expression.slice("condition=".length));
    }
    throw new Error(`expected a "jsonpath=" or "condition=" prefix, got "${expression}"`);
}

function jsonPathCondition(expression: string): Condition {
    const condition = parseJsonPath(expression);
    const text = describeJsonPath(condition);
    return {
        check: (object) => {
            if (isStale(object, at(object, "status", "observedGeneration"))) {
                return { met: false };
            }
            const { matched, found } = matchJsonPath(condition, object);
            if (matched) {
                return { met: true, status: `Found ${text}` };
            }
            return {
                met: false,
                status:
                    found === undefined
                        ? `${condition.path} selected nothing`
                        : `Waiting for ${text} (found "${found}")`,
            };
        },
    };
}

/** `Ready`, or `Ready=False`, compared with `status.conditions` without regard to case. */
function statusCondition(expression: string): Condition {
    const [type = "", ...rest] = expression.split("=");
    const wanted = rest.length === 0 ? "True" : rest.join("=");
    const same = (left: string, right: string) => left.toLowerCase() === right.toLowerCase();
    return {
        check: (object) => {
            if (at(object, "status", "conditions") === undefined) {
                return { met: false, status: "Has no .status.conditions" };
            }
            const found = listAt(object, "status", "conditions").find((condition) =>
                same(textAt(condition, "type"), type),
            );
            if (found === undefined) {
                return { met: false };
            }
            const observed =
                at(found, "observedGeneration") ?? at(object, "status", "observedGeneration");
            if (isStale(object, observed)) {
                return {
                    met: false,
                    status: `Generation ${display(observed)} is less than expected ${display(at(object, "metadata", "generation"))}`,
                };
            }
            const status = textAt(found, "status");
            return same(status, wanted)
                ? { met: true }
                : {
                      met: false,
                      status: `Resource has condition ${type}=${status} (want ${wanted})`,
                  };
        },
    };
}

/** Whether a status speaks of an older version of the object. */
export function isStale(object: Properties, observedGeneration: unknown): boolean {
    const generation = at(object, "metadata", "generation");
    return (
        typeof generation === "number" &&
        typeof observedGeneration === "number" &&
        observedGeneration < generation
    );
}
