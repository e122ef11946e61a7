import { at, isProperties, listAt, Properties, textAt, Value } from "../protocol/values";
import { PropertyPath } from "./propertyPath";

/** The manager under which objects are created; updates move its fields to the resource's own. */
export const CREATE_MANAGER = "pulumi-kubernetes";

/** Managers whose fields an update takes over: client-side tools and the provider itself. */
const ADOPTED: readonly (readonly [manager: string, operation: string])[] = [
    ["kubectl", "Apply"],
    ["kubectl", "Update"],
    ["before-first-apply", "Update"],
    [CREATE_MANAGER, "Update"],
    ["pulumi-resource-kubernetes", "Update"],
];

/** Whether this provider owns fields of the object as a client-side manager. */
export function hasCreateManager(object: Properties): boolean {
    return entriesOf(object).some(
        (entry) =>
            textAt(entry, "operation") === "Update" &&
            [CREATE_MANAGER, "pulumi-resource-kubernetes"].includes(textAt(entry, "manager")),
    );
}

/**
 * The JSON patch that gives the fields of adopted managers to `manager`, so that applying as
 * `manager` neither conflicts with them nor leaves removed fields behind. Undefined when there is
 * nothing to move.
 */
export function adoptFields(object: Properties, manager: string): Properties[] | undefined {
    const entries = entriesOf(object);
    const isOwn = (entry: Properties) =>
        textAt(entry, "manager") === manager && textAt(entry, "operation") === "Apply";
    let own = entries.find(isOwn);
    let moved = false;
    const others: Properties[] = [];
    for (const entry of entries) {
        if (isOwn(entry)) {
            continue;
        }
        if (!isAdopted(entry)) {
            others.push(entry);
            continue;
        }
        moved = true;
        own =
            own === undefined
                ? { ...entry, manager, operation: "Apply" }
                : { ...own, fieldsV1: union(own["fieldsV1"] ?? {}, entry["fieldsV1"] ?? {}) };
    }
    if (!moved || own === undefined) {
        return undefined;
    }
    return [
        { op: "replace", path: "/metadata/managedFields", value: [...others, own] },
        {
            op: "replace",
            path: "/metadata/resourceVersion",
            value: textAt(object, "metadata", "resourceVersion"),
        },
    ];
}

/** Who owns the field at a path of plain keys. */
export function ownersOf(
    object: Properties,
    path: PropertyPath,
    manager: string,
): { readonly own: boolean; readonly others: boolean } {
    const owning = entriesOf(object).filter(
        (entry) => at(entry, "fieldsV1", ...path.map((step) => `f:${step}`)) !== undefined,
    );
    return {
        own: owning.some((entry) => textAt(entry, "manager") === manager),
        others: owning.some((entry) => textAt(entry, "manager") !== manager),
    };
}

function entriesOf(object: Properties): readonly Properties[] {
    return listAt(object, "metadata", "managedFields").filter(isProperties);
}

function isAdopted(entry: Properties): boolean {
    return (
        textAt(entry, "subresource") === "" &&
        ADOPTED.some(
            ([name, operation]) =>
                textAt(entry, "manager").startsWith(name) &&
                textAt(entry, "operation") === operation,
        )
    );
}

function union(left: Value, right: Value): Value {
    if (!isProperties(left) || !isProperties(right)) {
        return left;
    }
    const result: Properties = { ...right };
    for (const [key, value] of Object.entries(left)) {
        const other = right[key];
        result[key] = other === undefined ? value : union(value, other);
    }
    return result;
}
