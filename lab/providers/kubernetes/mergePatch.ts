import { isArray, isProperties, Properties, sameValue, Unknown, Value } from "../protocol/values";

/**
 * The JSON merge patch (RFC 7386) from one object to another: changed and added fields with their
 * new value, missing ones as null. A value that is not known yet is null too.
 */
export function mergePatch(from: Properties, to: Properties): Properties {
    const patch: Properties = {};
    for (const [key, value] of Object.entries(to)) {
        const old = from[key];
        if (isProperties(value) && isProperties(old)) {
            const nested = mergePatch(old, value);
            if (Object.keys(nested).length > 0) {
                patch[key] = nested;
            }
        } else if (!sameValue(old, value)) {
            patch[key] = withoutUnknowns(value);
        }
    }
    for (const key of Object.keys(from)) {
        if (!(key in to)) {
            patch[key] = null;
        }
    }
    return patch;
}

/**
 * The patch that brings `current` to `modified` and deletes what was in `original` and is no more:
 * fields that only `current` has stay.
 */
export function threeWayPatch(
    original: Properties,
    modified: Properties,
    current: Properties,
): Properties {
    const patch = additions(current, modified);
    return merged(patch, deletions(original, modified));
}

function additions(from: Properties, to: Properties): Properties {
    const patch: Properties = {};
    for (const [key, value] of Object.entries(to)) {
        const old = from[key];
        if (isProperties(value) && isProperties(old)) {
            const nested = additions(old, value);
            if (Object.keys(nested).length > 0) {
                patch[key] = nested;
            }
        } else if (!sameValue(old, value)) {
            patch[key] = withoutUnknowns(value);
        }
    }
    return patch;
}

function deletions(from: Properties, to: Properties): Properties {
    const patch: Properties = {};
    for (const [key, old] of Object.entries(from)) {
        const value = to[key];
        if (value === undefined) {
            patch[key] = null;
        } else if (isProperties(old) && isProperties(value)) {
            const nested = deletions(old, value);
            if (Object.keys(nested).length > 0) {
                patch[key] = nested;
            }
        }
    }
    return patch;
}

function merged(left: Properties, right: Properties): Properties {
    const result: Properties = { ...left };
    for (const [key, value] of Object.entries(right)) {
        const other = result[key];
        result[key] = isProperties(other) && isProperties(value) ? merged(other, value) : value;
    }
    return result;
}

function withoutUnknowns(value: Value): Value {
    if (value instanceof Unknown) {
        return null;
    }
    if (isArray(value)) {
        return value.map(withoutUnknowns);
    }
    return isProperties(value)
        ? Object.fromEntries(Object.entries(value).map(([key, v]) => [key, withoutUnknowns(v)]))
        : value;
}
