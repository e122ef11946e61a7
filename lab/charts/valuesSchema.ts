import { z } from "zod";
import type { ConfigKeys } from "./definition";

/** As much of a manifest as is needed to find the ConfigMap keys its pods read. */
export type Manifest = Readonly<Record<string, unknown>>;

const schemaNode = z.looseObject({ properties: z.record(z.string(), z.unknown()).optional() });
type SchemaNode = z.infer<typeof schemaNode>;

/**
 * The chart's schema with the keys of {@link ConfigKeys} limited to those that something reads, so
 * that a misspelt key fails instead of being copied to a ConfigMap and ignored.
 */
export function valuesSchema(
    source: string,
    keys: readonly { readonly of: ConfigKeys; readonly allowed: readonly string[] }[],
): string {
    const schema = schemaNode.parse(JSON.parse(source));
    for (const { of, allowed } of keys) {
        const names = [...new Set([...(of.extra ?? []), ...allowed])].sort();
        descend(schema, of.value).propertyNames = {
            anyOf: [{ enum: names }, ...(of.patterns ?? []).map((pattern) => ({ pattern }))],
        };
    }
    return JSON.stringify(schema, undefined, 4);
}

function descend(schema: SchemaNode, steps: readonly string[]): SchemaNode {
    let node = schema;
    for (const step of steps) {
        const properties = { ...node.properties };
        const child = schemaNode.parse(properties[step]);
        properties[step] = child;
        node.properties = properties;
        node = child;
    }
    return node;
}

/** Keys of a ConfigMap that pods take as environment variable or as file. */
export function keysReadByPods(manifests: readonly Manifest[], configMap: string): string[] {
    const keys = new Set<string>();
    const visit = (node: unknown): void => {
        if (typeof node !== "object" || node === null) return;
        if ("configMapKeyRef" in node) {
            const { name, key } = z
                .object({ name: z.string(), key: z.string() })
                .parse(node.configMapKeyRef);
            if (name === configMap) keys.add(key);
        }
        if ("configMap" in node) {
            const { name, items } = z
                .object({
                    name: z.string(),
                    items: z.array(z.object({ key: z.string() })).default([]),
                })
                .parse(node.configMap);
            if (name === configMap) items.forEach(({ key }) => keys.add(key));
        }
        Object.values(node).forEach(visit);
    };
    manifests.forEach(visit);
    return [...keys];
}

/** Keys an annotated example of a ConfigMap has, commented out or not. */
export function keysDocumented(example: string): string[] {
    return [...example.matchAll(/^ {2}(?:# )?([a-zA-Z][\w.-]*):/gm)].map((match) => match[1] ?? "");
}
