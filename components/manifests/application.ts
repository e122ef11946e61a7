import type { Input } from "@pulumi/pulumi";

import type { AppModel, SyncPolicy } from "./model";
import {
    Annotations,
    ApiVersions,
    type AppNames,
    BASE_PATH,
    IN_CLUSTER_SERVER,
    Labels,
    overlayPath,
} from "./names";

export interface ApplicationArgs {
    readonly names: AppNames;
    readonly app: AppModel;
    /** Namespace of Argo CD. */
    readonly argoNamespace: string;
    /** URL Argo CD reads: `git@HOST:owner/repo.git`, exactly as in the AppProject and the Secret. */
    readonly repositoryUrl: Input<string>;
    /** Branch that is synced. */
    readonly branch: Input<string>;
    /** Folder below `manifests/overlays`. */
    readonly overlay: string;
    readonly sync: SyncPolicy;
}

/** The fields we set of `argoproj.io/v1alpha1 Application`. */
export interface Application {
    readonly apiVersion: typeof ApiVersions.ArgoCd;
    readonly kind: "Application";
    readonly metadata: {
        readonly name: string;
        readonly namespace: string;
        readonly labels: Record<string, string>;
        readonly annotations: Record<string, string>;
    };
    readonly spec: {
        readonly project: string;
        readonly source: {
            readonly repoURL: Input<string>;
            readonly targetRevision: Input<string>;
            readonly path: string;
        };
        readonly destination: { readonly server: string; readonly namespace: string };
        readonly syncPolicy: {
            readonly automated: { readonly prune: boolean; readonly selfHeal: boolean };
            readonly retry: {
                readonly limit: number;
                readonly refresh: boolean;
                readonly backoff: {
                    readonly duration: string;
                    readonly factor: number;
                    readonly maxDuration: string;
                };
            };
            readonly syncOptions: readonly string[];
        };
    };
}

/**
 * The Application of one environment.
 *
 * `source.kustomize` stays unset: what stands there overrides Git, and the updater would copy it
 * into the overlay. There is no `CreateNamespace`: the namespace is a resource of the stack, or it
 * would outlive `destroy`. And there is no finalizer that deletes what was synced: all of it is in
 * that namespace and goes with it, whether Argo CD and the repository still answer or not.
 */
export function application(args: ApplicationArgs): Application {
    const path = overlayPath(args.overlay);
    return {
        apiVersion: ApiVersions.ArgoCd,
        kind: "Application",
        metadata: {
            name: args.names.instance,
            namespace: args.argoNamespace,
            labels: { [Labels.PartOf]: args.app.name },
            annotations: {
                // Commits that touch neither are not rendered. The settings are below the overlay.
                [Annotations.ManifestGeneratePaths]: `/${path};/${BASE_PATH}`,
                // Not Healthy: before the first image is built, that would be waiting for ever.
                [Annotations.PulumiWaitFor]: "jsonpath={.status.sync.status}=Synced",
            },
        },
        spec: {
            project: args.names.instance,
            source: { repoURL: args.repositoryUrl, targetRevision: args.branch, path },
            destination: { server: IN_CLUSTER_SERVER, namespace: args.names.instance },
            syncPolicy: {
                automated: { prune: args.sync.prune, selfHeal: args.sync.selfHeal },
                retry: {
                    limit: args.sync.retryLimit,
                    // Retries the newest commit, not the one that failed.
                    refresh: true,
                    backoff: { duration: "5s", factor: 2, maxDuration: "3m" },
                },
                // Else each sync applies every object again, one kind after the other, twice: first
                // as a dry run. A new tag would wait for Services that have not changed.
                syncOptions: ["ApplyOutOfSyncOnly=true"],
            },
        },
    };
}
