import type { types } from "@pulumi/kubernetes";

import { ApiVersions, INGRESS_NAME, ServiceNames, ServicePorts } from "./names";
import { UPDATER_WEBHOOK_PATH } from "./webhooks";

type Ingress = types.input.networking.v1.Ingress;

export interface ArgoCdIngressArgs {
    /** Namespace of Argo CD. */
    readonly namespace: string;
    /** Host name that GitHub can resolve. */
    readonly host: string;
    /** IngressClass; the cluster's default if absent. */
    readonly className?: string;
    /** TLS Secret in the same namespace; the controller's own certificate if absent. */
    readonly tlsSecret?: string;
    /** Whether the updater listens to webhooks too. */
    readonly updater: boolean;
}

/** The way in from outside: everything to Argo CD's server, one path to the updater. */
export function argoCdIngress(args: ArgoCdIngressArgs) {
    const toUpdater = {
        // Exactly: nothing else of the updater is for anybody outside.
        path: UPDATER_WEBHOOK_PATH,
        pathType: "Exact",
        backend: backend(ServiceNames.ImageUpdater, ServicePorts.ImageUpdater),
    };
    const toServer = {
        path: "/",
        pathType: "Prefix",
        backend: backend(ServiceNames.ArgoCdServer, ServicePorts.ArgoCdServer),
    };
    return {
        apiVersion: ApiVersions.Networking,
        kind: "Ingress",
        metadata: { name: INGRESS_NAME, namespace: args.namespace },
        spec: {
            ...(args.className !== undefined && { ingressClassName: args.className }),
            // Always: GitHub's signatures protect what is delivered, but nothing else would protect
            // the passwords and tokens people send to this host.
            tls: [
                {
                    hosts: [args.host],
                    ...(args.tlsSecret !== undefined && { secretName: args.tlsSecret }),
                },
            ],
            rules: [
                {
                    host: args.host,
                    http: { paths: args.updater ? [toUpdater, toServer] : [toServer] },
                },
            ],
        },
    } satisfies Ingress;
}

function backend(name: string, port: number) {
    return { service: { name, port: { number: port } } };
}
