import { flatten } from "./flatten";
import type { KubernetesObject } from "./rendered";

/** One field, or a whole object, that is not the same in both charts. */
export interface Difference {
    readonly chart: string;
    readonly kind: string;
    readonly name: string;
    /** Path of the field; empty for an object that only one chart has. */
    readonly path: string;
    /** The value as JSON; absent where the chart has none. */
    readonly lab?: string;
    readonly public?: string;
}

/** A difference that is meant, with its reason. */
export interface KnownDifference {
    readonly chart: string;
    readonly kind: string;
    readonly name: string;
    /** Field path; it covers everything below it. Empty for the whole object. */
    readonly path: string;
    readonly reason: string;
}

/** Every difference between two renderings, in the order of kind, name and path. */
export function differences(
    chart: string,
    lab: readonly KubernetesObject[],
    publicObjects: readonly KubernetesObject[],
): Difference[] {
    const ours = byIdentity(lab);
    const theirs = byIdentity(publicObjects);
    return [...new Set([...ours.keys(), ...theirs.keys()])].sort().flatMap((key) => {
        const [kind = "", name = ""] = key.split("/");
        return objectDifferences(ours.get(key), theirs.get(key)).map((difference) => ({
            chart,
            kind,
            name,
            ...difference,
        }));
    });
}

type FieldDifference = Pick<Difference, "path" | "lab" | "public">;

function objectDifferences(
    ours: KubernetesObject | undefined,
    theirs: KubernetesObject | undefined,
): FieldDifference[] {
    if (ours === undefined) return [{ path: "", public: "(object)" }];
    if (theirs === undefined) return [{ path: "", lab: "(object)" }];
    const lab = flatten(ours);
    const other = flatten(theirs);
    return [...new Set([...lab.keys(), ...other.keys()])]
        .sort()
        .filter((path) => lab.get(path) !== other.get(path))
        .map((path) => ({ path, lab: lab.get(path), public: other.get(path) }));
}

function byIdentity(objects: readonly KubernetesObject[]): Map<string, KubernetesObject> {
    const map = new Map<string, KubernetesObject>();
    for (const object of objects) {
        const key = `${object.kind}/${object.metadata.name}`;
        if (map.has(key)) throw new Error(`two objects ${key} in one chart`);
        map.set(key, object);
    }
    return map;
}

/** The known difference that covers a difference, if there is one. */
export function explanation(
    difference: Difference,
    known: readonly KnownDifference[],
): KnownDifference | undefined {
    return known.find(
        (entry) =>
            entry.chart === difference.chart &&
            entry.kind === difference.kind &&
            entry.name === difference.name &&
            isAtOrBelow(difference.path, entry.path),
    );
}

function isAtOrBelow(path: string, parent: string): boolean {
    if (path === parent) return true;
    // A whole object is covered by its own entry only, never fields of an object both charts have.
    return (
        parent !== "" && path.startsWith(parent) && [".", "["].includes(path[parent.length] ?? "")
    );
}
