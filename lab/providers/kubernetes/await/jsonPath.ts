import { query } from "jsonpath-rfc9535";
import { Properties } from "../../protocol/values";

/** A `jsonpath=` condition: a path, and the value expected there. */
export interface JsonPathCondition {
    /** As the user wrote it, with its braces. */
    readonly path: string;
    /** Empty: any value will do. */
    readonly value: string;
    readonly expression: string;
}

export interface JsonPathMatch {
    readonly matched: boolean;
    /** What the path selects, as text; missing for objects and lists. */
    readonly found?: string;
}

/**
 * Reads `jsonpath={.path}` or `jsonpath={.path}=value`, the strict syntax of `kubectl get`.
 *
 * @throws if it is malformed
 */
export function parseJsonPath(condition: string): JsonPathCondition {
    const raw = condition.replace(/^jsonpath=/, "");
    // A single "=" separates the value; "==" belongs to a filter.
    const [path = "", value, ...more] = raw.split(/(?<!=)=(?!=)/);
    if (more.length > 0) {
        throw new Error(`format should be {.path}=value or {.path}, got "${raw}"`);
    }
    if (value === "") {
        throw new Error(`${path}= requires a value`);
    }
    if (path.startsWith("'") && path.endsWith("'")) {
        throw new Error(`${path} should omit shell quotes`);
    }
    const inner = /\{\s*(.*?)\s*\}/.exec(path)?.[1];
    if (inner === undefined) {
        throw new Error(`${path} should be wrapped in brackets { ... }`);
    }
    const expression = inner.startsWith("$") ? inner : `$${inner}`;
    try {
        query({}, expression);
    } catch (error) {
        throw new Error(`parsing "${path}": ${String(error)}`, { cause: error });
    }
    return { path, value: value ?? "", expression };
}

/** The condition as text for messages. */
export function describeJsonPath({ path, value }: JsonPathCondition): string {
    return value === "" ? path : `${path}=${value}`;
}

/**
 * Whether an object meets the condition; of several selected values the first counts.
 *
 * @throws if a value is expected where the object has an object or a list
 */
export function matchJsonPath(condition: JsonPathCondition, object: Properties): JsonPathMatch {
    const results = query(object as Parameters<typeof query>[0], condition.expression);
    if (results.length === 0) {
        return { matched: false };
    }
    const [first] = results;
    if (typeof first === "object" && first !== null) {
        if (condition.value !== "") {
            throw new Error(
                `"${condition.path}" has a non-primitive value (${JSON.stringify(first)})`,
            );
        }
        return { matched: true };
    }
    const found = String(first);
    return { matched: condition.value === "" || condition.value === found, found };
}
