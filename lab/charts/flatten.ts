import type { KubernetesObject } from "./rendered";

/** Labels that say which chart made an object, not what it does. */
const CHART_LABELS = /(^|\.)labels\.(helm\.sh\/chart|app\.kubernetes\.io\/version)$/;

/** Images whose version is the module's in the lab, and the chart's own elsewhere. */
const MODULE_IMAGES = /^(quay\.io\/argoproj(?:labs)?\/[\w-]+):.+$/;

/**
 * An object as one value per field path, so that two renderings can be compared: list items go by
 * their name where they have one, lists that are sets are sorted, and what always differs between
 * two charts (their names and versions, checksums over their templates) is left out or blanked.
 */
export function flatten(object: KubernetesObject): Map<string, string> {
    const fields = new Map<string, string>();
    visit(object, "", fields);
    return fields;
}

function visit(node: unknown, at: string, fields: Map<string, string>): void {
    if (node === undefined || node === null || CHART_LABELS.test(at)) return;
    // Said or not said: both mean that the key must be there.
    if (node === false && at.endsWith("KeyRef.optional")) return;
    if (Array.isArray(node)) {
        visitList(node as readonly unknown[], at, fields);
    } else if (typeof node === "object") {
        const entries = Object.entries(node);
        if (entries.length === 0) fields.set(at, "{}");
        for (const [key, value] of entries) {
            visit(value, at === "" ? key : `${at}.${key}`, fields);
        }
    } else {
        fields.set(at, JSON.stringify(scalar(node, at)));
    }
}

function visitList(list: readonly unknown[], at: string, fields: Map<string, string>): void {
    // RBAC says nothing by the order of its rules, verbs or resources.
    if (at === "rules") {
        const rules = list.map((rule) => JSON.stringify(sorted(rule))).sort();
        rules.forEach((rule) => fields.set(`rules[${rule}]`, rule));
        return;
    }
    list.forEach((item, index) => {
        visit(item, `${at}[${itemName(item) ?? index}]`, fields);
    });
}

/** What tells an item from its neighbours: mount path, name or port. */
function itemName(item: unknown): string | undefined {
    if (typeof item !== "object" || item === null) return undefined;
    const { mountPath, name, port } = item as Record<string, unknown>;
    return [mountPath, name, port].find((value) => typeof value === "string");
}

function sorted(node: unknown): unknown {
    if (Array.isArray(node)) return node.map(sorted).sort();
    if (typeof node !== "object" || node === null) return node;
    return Object.fromEntries(
        Object.entries(node)
            .map(([key, value]) => [key, sorted(value)] as const)
            .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
}

function scalar(value: unknown, at: string): unknown {
    if (typeof value !== "string") return value;
    if (at.includes("annotations.checksum/")) return "(checksum)";
    if (at.endsWith(".image")) return value.replace(MODULE_IMAGES, "$1:(version)");
    if (at === "data.ssh_known_hosts") return value.split("\n").filter(Boolean).join("\n");
    return value;
}
