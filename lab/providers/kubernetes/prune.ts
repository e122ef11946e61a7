import { isArray, isProperties, Properties, Value } from "../protocol/values";

/**
 * The part of `source` (what is live) that `shape` (what the program asked for) also has: fields
 * the cluster filled in are left out, fields of another type are kept, so that they show up as
 * changed.
 */
export function prune(source: Properties, shape: Properties): Properties {
    const pruned: Properties = {};
    for (const [key, value] of Object.entries(source)) {
        const wanted = shape[key];
        if (wanted !== undefined) {
            pruned[key] = pruneValue(value, wanted);
        }
    }
    return pruned;
}

function pruneValue(value: Value, wanted: Value): Value {
    if (isProperties(value) && isProperties(wanted)) {
        return prune(value, wanted);
    }
    return isArray(value) && isArray(wanted) ? pruneList(value, wanted) : value;
}

/** Items are compared by position; items that were added behind the wanted ones are left out. */
function pruneList(source: readonly Value[], wanted: readonly Value[]): Value[] {
    const [first] = source;
    const [firstWanted] = wanted;
    if (first === undefined || firstWanted === undefined) {
        return [];
    }
    if (typeOf(first) !== typeOf(firstWanted)) {
        return [...source];
    }
    return source.slice(0, wanted.length).map((value, i) => pruneValue(value, wanted[i] ?? null));
}

function typeOf(value: Value): string {
    return value === null ? "null" : isArray(value) ? "list" : typeof value;
}
