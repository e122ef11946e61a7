import type { types } from "@pulumi/kubernetes";

import { ApiVersions, Labels, ReleaseNames } from "./names";

type NetworkPolicy = types.input.networking.v1.NetworkPolicy;

/**
 * Who may reach the updater's pods: nobody, or with webhooks anybody, but only the port they come
 * in at. Whence they come cannot be said: the Ingress controller is the user's, and some of them
 * send from the node or from outside the cluster. The signature tells who may be heard.
 *
 * The chart has no policy unless metrics are on, and then one that adds them to this one. The
 * kubelet's probes are not subject to policies.
 */
export function updaterNetworkPolicy(args: {
    /** Namespace of the updater. */
    readonly namespace: string;
    /** Whether it listens to webhooks. */
    readonly webhooks: boolean;
}) {
    return {
        apiVersion: ApiVersions.Networking,
        kind: "NetworkPolicy",
        metadata: { name: ReleaseNames.ImageUpdater, namespace: args.namespace },
        spec: {
            podSelector: {
                matchLabels: {
                    [Labels.Name]: ReleaseNames.ImageUpdater,
                    [Labels.Instance]: ReleaseNames.ImageUpdater,
                },
            },
            policyTypes: ["Ingress"],
            // Left out where it would be empty, which is what the API server makes of it.
            ...(args.webhooks && {
                ingress: [{ ports: [{ port: "webhook", protocol: "TCP" }] }],
            }),
        },
    } satisfies NetworkPolicy;
}
