import type { Ingress, IngressPath } from "../../../lab/ingress/objects";

/** A path of an Ingress whose backend is port 80 of the Service of the given name. */
export function toService(
    service: string,
    path: string,
    pathType: IngressPath["pathType"] = "Prefix",
): IngressPath {
    return { path, pathType, backend: { service: { name: service, port: { number: 80 } } } };
}

/** An Ingress of namespace `apps` with one rule. */
export function ingress(
    name: string,
    host: string | undefined,
    paths: IngressPath[],
    more: Partial<Ingress["spec"]> & { creationTimestamp?: string } = {},
): Ingress {
    const { creationTimestamp = "2030-01-01T00:00:00Z", ...spec } = more;
    return {
        metadata: { name, namespace: "apps", creationTimestamp },
        spec: { rules: [{ ...(host !== undefined && { host }), http: { paths } }], ...spec },
    };
}
