import type { DiffKind, PropertyDiff } from "../protocol/provider";
import { isArray, isProperties, Properties, sameValue, Unknown, Value } from "../protocol/values";
import { formatPath, PropertyPath } from "./propertyPath";

/** The four views of one place; undefined where it has nothing. */
interface Place {
    /** What the merge patch says: null for a deletion and for what is not known yet. */
    readonly patch: Value;
    readonly old: Value | undefined;
    readonly newInput: Value | undefined;
    readonly oldInput: Value | undefined;
}

/**
 * The changes that a merge patch makes, by property path. Only what the program says or said
 * counts: what the cluster filled in by itself is no difference.
 *
 * @param forceNew patterns of the properties that can only change by a replacement: steps joined
 * by dots, `containers[*].image`
 */
export function patchDiff(
    patch: Properties,
    views: {
        readonly old: Properties;
        readonly newInputs: Properties;
        readonly oldInputs: Properties;
    },
    forceNew: readonly string[],
): Record<string, PropertyDiff> {
    const found: Record<string, PropertyDiff> = {};
    const patterns = forceNew.map((pattern) => pattern.split(/[.[]/).filter((step) => step !== ""));

    const visitObject = (path: PropertyPath, place: Place, inList: boolean) => {
        const [patched, old] = [objectOf(place.patch), objectOf(place.old)];
        const [newInput, oldInput] = [objectOf(place.newInput), objectOf(place.oldInput)];
        const visitKey = (key: string, value: Value) => {
            visit(
                [...path, key],
                { patch: value, old: old[key], newInput: newInput[key], oldInput: oldInput[key] },
                inList,
            );
        };
        for (const [key, value] of Object.entries(patched)) {
            visitKey(key, value);
        }
        // A patch replaces lists whole, so a field that an item lost is not in it.
        for (const key of inList ? Object.keys(old) : []) {
            if (!(key in patched)) {
                visitKey(key, null);
            }
        }
    };

    const visitList = (path: PropertyPath, place: Place) => {
        const [patched, old] = [listOf(place.patch), listOf(place.old)];
        const [newInput, oldInput] = [listOf(place.newInput), listOf(place.oldInput)];
        for (let i = 0; i < Math.max(patched.length, old.length); i++) {
            visit(
                [...path, i],
                {
                    patch: patched[i] ?? null,
                    old: old[i],
                    newInput: newInput[i] ?? null,
                    oldInput: oldInput[i] ?? null,
                },
                true,
            );
        }
    };

    const visit = (path: PropertyPath, place: Place, inList: boolean) => {
        const { patch: value, old, newInput, oldInput } = place;
        if (newInput === undefined && (value !== null || oldInput === undefined)) {
            return;
        }
        if (isProperties(value) && isProperties(old)) {
            visitObject(path, place, inList);
            return;
        }
        if (isArray(value) && isArray(old)) {
            visitList(path, place);
            return;
        }
        if (value !== null && sameValue(value, old)) {
            return;
        }
        found[formatPath(path)] = {
            kind: kindOf(place),
            replace: patterns.some((pattern) => touches(pattern, path, value)),
            inputDiff: value === null && !(newInput instanceof Unknown),
        };
    };

    visitObject(
        [],
        { patch, old: views.old, newInput: views.newInputs, oldInput: views.oldInputs },
        false,
    );
    return found;
}

function kindOf({ patch, old, newInput }: Place): DiffKind {
    if (patch === null && !(newInput instanceof Unknown)) {
        return "delete";
    }
    return old === undefined ? "add" : "update";
}

/** Whether a change of `path` to `value` changes something that `pattern` names. */
function touches(pattern: readonly string[], path: PropertyPath, value: Value): boolean {
    const shared = Math.min(pattern.length, path.length);
    for (let i = 0; i < shared; i++) {
        const wanted = pattern[i];
        const isIndex = typeof path[i] === "number";
        if (wanted === "*]" ? !isIndex : isIndex || wanted !== path[i]) {
            return false;
        }
    }
    return has(value, pattern.slice(shared));
}

function has(value: Value, pattern: readonly string[]): boolean {
    const [step, ...rest] = pattern;
    if (step === undefined) {
        return true;
    }
    if (step === "*]") {
        return isArray(value) && value.some((item) => has(item, rest));
    }
    const next = isProperties(value) ? value[step] : undefined;
    return next !== undefined && has(next, rest);
}

function objectOf(value: Value | undefined): Properties {
    return isProperties(value) ? value : {};
}

function listOf(value: Value | undefined): readonly Value[] {
    return isArray(value) ? value : [];
}
