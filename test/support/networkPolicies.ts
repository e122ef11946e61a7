/** Evaluates NetworkPolicies as a network plugin would: who may reach which port. */
import { z } from "zod";

const selector = z.strictObject({ matchLabels: z.record(z.string(), z.string()).optional() });
type Selector = z.output<typeof selector>;

const peer = z.strictObject({
    namespaceSelector: selector.optional(),
    podSelector: selector.optional(),
});

/** The part of NetworkPolicy that is understood here: anything else is refused, not ignored. */
const networkPolicy = z.object({
    kind: z.literal("NetworkPolicy"),
    metadata: z.object({ namespace: z.string() }),
    spec: z.strictObject({
        podSelector: selector,
        policyTypes: z.tuple([z.literal("Ingress")]),
        ingress: z
            .array(
                z.strictObject({
                    from: z.array(peer).optional(),
                    ports: z
                        .array(
                            z.strictObject({
                                port: z.union([z.string(), z.number()]),
                                protocol: z.literal("TCP").optional(),
                            }),
                        )
                        .optional(),
                }),
            )
            .optional(),
    }),
});
export type NetworkPolicy = z.output<typeof networkPolicy>;

/** @throws if the object is no NetworkPolicy, or has a field that is not understood here. */
export function parsePolicy(object: unknown): NetworkPolicy {
    return networkPolicy.parse(object);
}

/** A pod that is reached, or that reaches another. */
export interface Pod {
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
    /** Names of its ports; one that is not named is open all the same. */
    readonly ports: Readonly<Record<string, number>>;
}

/** Where a connection comes from: a pod, or an address that is no pod's. */
export type Source = Pod | "outside";

/** Whether the policies let a TCP connection through; a pod that none selects is open. */
export function mayReach(
    policies: readonly NetworkPolicy[],
    from: Source,
    to: Pod,
    port: number,
): boolean {
    const about = policies.filter(
        ({ metadata, spec }) =>
            metadata.namespace === to.namespace && matches(spec.podSelector, to.labels),
    );
    return (
        about.length === 0 ||
        about.some(({ metadata, spec }) =>
            (spec.ingress ?? []).some(
                (rule) =>
                    all(rule.from, (each) => isPeer(each, metadata.namespace, from)) &&
                    all(rule.ports, (each) => numberOf(each.port, to) === port),
            ),
        )
    );
}

/** No list, and an empty one, mean everything. */
function all<T>(list: readonly T[] | undefined, matchesOne: (item: T) => boolean): boolean {
    return list === undefined || list.length === 0 || list.some(matchesOne);
}

function isPeer(
    { namespaceSelector, podSelector }: z.output<typeof peer>,
    ownNamespace: string,
    from: Source,
): boolean {
    if (from === "outside") {
        return false;
    }
    const isInNamespace =
        namespaceSelector === undefined
            ? from.namespace === ownNamespace
            : matches(namespaceSelector, { "kubernetes.io/metadata.name": from.namespace });
    return isInNamespace && (podSelector === undefined || matches(podSelector, from.labels));
}

function matches(
    { matchLabels = {} }: Selector,
    labels: Readonly<Record<string, string>>,
): boolean {
    return Object.entries(matchLabels).every(([name, value]) => labels[name] === value);
}

function numberOf(port: string | number, pod: Pod): number | undefined {
    return typeof port === "number" ? port : pod.ports[port];
}
