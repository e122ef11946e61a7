import { z } from "zod";

/** Where a rule leads: the part of an `IngressBackend` the proxy can follow. */
const backend = z.object({
    /** Absent where the backend is another kind of object. */
    service: z
        .object({
            name: z.string(),
            port: z.object({ number: z.number().optional(), name: z.string().optional() }),
        })
        .optional(),
});

const path = z.object({
    /** `/` if absent. */
    path: z.string().optional(),
    pathType: z.enum(["Exact", "Prefix", "ImplementationSpecific"]),
    backend,
});

/** What the proxy reads of a `networking.k8s.io/v1` Ingress. */
export const ingressShape = z.object({
    metadata: z.object({
        name: z.string(),
        namespace: z.string(),
        creationTimestamp: z.string(),
    }),
    spec: z.object({
        ingressClassName: z.string().optional(),
        defaultBackend: backend.optional(),
        rules: z
            .array(
                z.object({
                    /** Every host if absent. */
                    host: z.string().optional(),
                    http: z.object({ paths: z.array(path) }).optional(),
                }),
            )
            .optional(),
        tls: z
            .array(
                z.object({
                    hosts: z.array(z.string()).optional(),
                    secretName: z.string().optional(),
                }),
            )
            .optional(),
    }),
    status: z
        .object({
            loadBalancer: z
                .object({
                    ingress: z
                        .array(
                            z.object({
                                ip: z.string().optional(),
                                hostname: z.string().optional(),
                            }),
                        )
                        .optional(),
                })
                .optional(),
        })
        .optional(),
});

/** What the proxy reads of a Service. */
export const serviceShape = z.object({
    spec: z.object({
        /** `None` or absent where there is no address to send to. */
        clusterIP: z.string().optional(),
        ports: z.array(z.object({ name: z.string().optional(), port: z.number() })).optional(),
    }),
});

/** What the proxy reads of an EndpointSlice. */
export const endpointSliceShape = z.object({
    metadata: z.object({
        namespace: z.string(),
        labels: z.record(z.string(), z.string()).optional(),
    }),
    endpoints: z
        .array(z.object({ conditions: z.object({ ready: z.boolean().optional() }).optional() }))
        .nullish(),
});

/** A Secret of type `kubernetes.io/tls`. */
export const tlsSecretShape = z.object({
    metadata: z.object({ resourceVersion: z.string() }),
    data: z.object({ "tls.crt": z.string(), "tls.key": z.string() }),
});

export type Ingress = z.output<typeof ingressShape>;
export type Backend = z.output<typeof backend>;
export type IngressPath = z.output<typeof path>;
export type Service = z.output<typeof serviceShape>;
export type EndpointSlice = z.output<typeof endpointSliceShape>;
