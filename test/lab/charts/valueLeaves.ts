/** One scalar of a tree of values. */
export interface Leaf {
    readonly steps: readonly (string | number)[];
    readonly value: string | number | boolean;
}

/** Every scalar of the values, however deep. */
export function leaves(node: unknown, steps: readonly (string | number)[] = []): Leaf[] {
    if (typeof node === "string" || typeof node === "number" || typeof node === "boolean") {
        return [{ steps, value: node }];
    }
    if (Array.isArray(node)) return node.flatMap((item, index) => leaves(item, [...steps, index]));
    if (typeof node !== "object" || node === null) return [];
    return Object.entries(node).flatMap(([key, value]) => leaves(value, [...steps, key]));
}

/** Another value of the same type. */
export function otherValue(value: Leaf["value"]): Leaf["value"] {
    if (typeof value === "boolean") return !value;
    return typeof value === "number" ? value + 1 : `${value}x`;
}

/** A copy of the values with one leaf set. */
export function withLeaf(
    values: object,
    steps: readonly (string | number)[],
    value: Leaf["value"],
): object {
    const copy = structuredClone(values);
    let node = copy as Record<string | number, unknown>;
    for (const step of steps.slice(0, -1)) {
        node[step] ??= {};
        node = node[step] as Record<string | number, unknown>;
    }
    const last = steps.at(-1);
    if (last === undefined) throw new Error("a leaf needs a path");
    node[last] = value;
    return copy;
}
