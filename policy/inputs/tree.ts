import * as pulumi from "@pulumi/pulumi";
import { Secret } from "@pulumi/policy";

/** What a preview does not know, or a resource that does not exist yet. */
export const UNKNOWN = Symbol("unknown");

/** Inputs of a resource as data: a tree of objects, arrays and plain values. */
export type Tree = null | boolean | number | string | typeof UNKNOWN | readonly Tree[] | Branch;

/** An object of a tree. */
export interface Branch {
    readonly [key: string]: Tree;
}

/** A value that is no object and no array, and where in the tree it is. */
export interface Leaf {
    readonly path: readonly string[];
    readonly value: null | boolean | number | string | typeof UNKNOWN;
    /** `value`: this value itself is marked secret. `within`: something around it is. */
    readonly secret: false | "value" | "within";
}

/**
 * Properties as the policy SDK hands them over, without the traps it sets: reading what is unknown
 * throws, and would end the rule. A property's descriptor is not trapped. Secrets are unwrapped.
 */
export function treeOf(props: object): Branch {
    return Object.fromEntries(properties(props).map(([key, value]) => [key, plain(value)]));
}

/**
 * Every leaf of the properties, with its secrecy. That is there to be seen only by a remediation:
 * the SDK hands a validation the bare values.
 */
export function leavesOf(props: object): Leaf[] {
    return properties(props).flatMap(([key, value]) => leaves(value, [key], false));
}

function leaves(value: unknown, path: readonly string[], secret: Leaf["secret"]): Leaf[] {
    if (value instanceof Secret) {
        const content: unknown = value.value;
        return leaves(content, path, isNested(content) ? "within" : "value");
    }
    if (isNested(value)) {
        return properties(value).flatMap(([key, each]) => leaves(each, [...path, key], secret));
    }
    const leaf = plain(value);
    return isNested(leaf) ? [] : [{ path, value: leaf, secret }];
}

function plain(value: unknown): Exclude<Tree, undefined> {
    if (value instanceof Secret) {
        return plain(value.value);
    }
    if (value === pulumi.runtime.unknownValue) {
        return UNKNOWN;
    }
    if (Array.isArray(value)) {
        return properties(value).map(([, each]) => plain(each));
    }
    if (typeof value === "object" && value !== null) {
        return treeOf(value);
    }
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
        ? value
        : null;
}

function properties(value: object): [string, unknown][] {
    return Object.keys(value)
        .map((key): [string, unknown] => {
            const property = Object.getOwnPropertyDescriptor(value, key);
            return [key, property?.value];
        })
        .filter(([, each]) => each !== undefined);
}

function isNested<T>(value: T): value is T & object {
    return typeof value === "object" && value !== null;
}
