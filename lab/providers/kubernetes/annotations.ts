import { at, isProperties, Properties, textAt, Unknown } from "../protocol/values";

/** Annotations by which objects steer the provider. */
export const annotations = {
    autonamed: "pulumi.com/autonamed",
    skipAwait: "pulumi.com/skipAwait",
    waitFor: "pulumi.com/waitFor",
    timeoutSeconds: "pulumi.com/timeoutSeconds",
    replaceUnready: "pulumi.com/replaceUnready",
    patchForce: "pulumi.com/patchForce",
    patchFieldManager: "pulumi.com/patchFieldManager",
    deletionPropagation: "pulumi.com/deletionPropagationPolicy",
    lastApplied: "kubectl.kubernetes.io/last-applied-configuration",
    helmHook: "helm.sh/hook",
} as const;

export function annotation(object: Properties, key: string): string {
    return textAt(object, "metadata", "annotations", key);
}

export function isAnnotationTrue(object: Properties, key: string): boolean {
    return annotation(object, key) === "true";
}

/** A copy of the object with the annotation; unchanged where the place for it is unknown yet. */
export function withAnnotation(object: Properties, key: string, value: string): Properties {
    return withMetadataEntry(object, "annotations", key, value);
}

/** As {@link withAnnotation}, for a label. */
export function withLabel(object: Properties, key: string, value: string): Properties {
    return withMetadataEntry(object, "labels", key, value);
}

function withMetadataEntry(
    object: Properties,
    map: "annotations" | "labels",
    key: string,
    value: string,
): Properties {
    const metadata = object["metadata"] ?? {};
    const entries = at(metadata, map) ?? {};
    if (!isProperties(metadata) || entries instanceof Unknown || !isProperties(entries)) {
        return object;
    }
    return { ...object, metadata: { ...metadata, [map]: { ...entries, [key]: value } } };
}

/** A copy of the object with the name, or the namespace; unchanged where metadata is unknown yet. */
export function withMetadata(
    object: Properties,
    key: "name" | "namespace" | "resourceVersion",
    value: string | undefined,
): Properties {
    const metadata = object["metadata"] ?? {};
    if (!isProperties(metadata)) {
        return object;
    }
    const others = Object.entries(metadata).filter(([other]) => other !== key);
    return {
        ...object,
        metadata: { ...Object.fromEntries(others), ...(value !== undefined && { [key]: value }) },
    };
}

export function nameOf(object: Properties): string {
    return textAt(object, "metadata", "name");
}

export function namespaceOf(object: Properties): string {
    return textAt(object, "metadata", "namespace");
}

/** The resource's id: `namespace/name`, or `name` without a namespace. */
export function idOf(object: Properties): string {
    const namespace = namespaceOf(object);
    return namespace === "" ? nameOf(object) : `${namespace}/${nameOf(object)}`;
}

/** Namespace (maybe "") and name from an id. */
export function parseId(id: string): { readonly namespace: string; readonly name: string } {
    const [first = "", second] = id.split("/");
    return second === undefined
        ? { namespace: "", name: first }
        : { namespace: first, name: second };
}
