import type { Input } from "@pulumi/pulumi";

import type { AppModel } from "./model";
import { ApiVersions, type AppNames, IN_CLUSTER_SERVER, Labels } from "./names";

/** A kind of Kubernetes object; the core group is `""`. */
export interface GroupKind {
    /** API group without version: `networking.k8s.io`. */
    readonly group: string;
    /** `Ingress` */
    readonly kind: string;
}

export interface AppProjectArgs {
    readonly names: AppNames;
    readonly app: AppModel;
    /** Namespace of Argo CD. */
    readonly argoNamespace: string;
    /** URL Argo CD reads: the only one Applications of this project may use. */
    readonly repositoryUrl: Input<string>;
    /** Kinds that base may hold besides those we ship. */
    readonly extraKinds?: readonly GroupKind[];
}

/** The fields we set of `argoproj.io/v1alpha1 AppProject`. */
export interface AppProject {
    readonly apiVersion: typeof ApiVersions.ArgoCd;
    readonly kind: "AppProject";
    readonly metadata: {
        readonly name: string;
        readonly namespace: string;
        readonly labels: Record<string, string>;
    };
    readonly spec: {
        readonly description: string;
        readonly sourceRepos: Input<string>[];
        readonly destinations: { readonly server: string; readonly namespace: string }[];
        readonly clusterResourceWhitelist: GroupKind[];
        readonly namespaceResourceWhitelist: GroupKind[];
    };
}

/** The kinds the rendered manifests hold. */
const SHIPPED_KINDS: readonly GroupKind[] = [
    { group: "", kind: "ConfigMap" },
    { group: "", kind: "PersistentVolumeClaim" },
    { group: "", kind: "Service" },
    { group: "apps", kind: "Deployment" },
    { group: "networking.k8s.io", kind: "Ingress" },
    { group: "policy", kind: "PodDisruptionBudget" },
];

/**
 * The kinds Kubernetes makes from those. Argo CD leaves objects of other kinds out of the
 * Application's tree, and with the pods their images, events and logs.
 */
const DERIVED_KINDS: readonly GroupKind[] = [
    { group: "", kind: "Pod" },
    { group: "apps", kind: "ReplicaSet" },
];

/**
 * The fence around one environment: one repository, one namespace, a list of kinds, nothing that
 * belongs to the cluster. Secrets are not on the list: they come from the stack, never from Git.
 */
export function appProject(args: AppProjectArgs): AppProject {
    return {
        apiVersion: ApiVersions.ArgoCd,
        kind: "AppProject",
        metadata: {
            name: args.names.instance,
            namespace: args.argoNamespace,
            labels: { [Labels.PartOf]: args.app.name },
        },
        spec: {
            description: `Everything ${args.names.instance} may deploy, and where to.`,
            sourceRepos: [args.repositoryUrl],
            destinations: [{ server: IN_CLUSTER_SERVER, namespace: args.names.instance }],
            clusterResourceWhitelist: [],
            namespaceResourceWhitelist: [
                ...SHIPPED_KINDS,
                ...DERIVED_KINDS,
                ...(args.extraKinds ?? []),
            ],
        },
    };
}
