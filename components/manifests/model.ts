/** The plain data every renderer takes: which application, which images, which environment. */

/** How the updater picks among the allowed tags of an image. */
export const UpdateStrategy = {
    /** The last tag in lexical order: timestamps, `dev-<yyyymmddhhmmss>-<sha7>`. */
    Alphabetical: "alphabetical",
    /** The highest version a constraint allows. */
    Semver: "semver",
    /** The image with the newest build date; reads the metadata of every allowed tag. */
    NewestBuild: "newest-build",
    /** The digest a mutable tag points to now. */
    Digest: "digest",
} as const;
/** One of those values. */
export type UpdateStrategy = (typeof UpdateStrategy)[keyof typeof UpdateStrategy];

/** One image of the application: a Deployment, a Service and a directory with its sources. */
export interface AppImage {
    /** Name of the Deployment, Service, container and `apps/` folder: a DNS label. */
    readonly name: string;
    /** Full image repository with registry host, without tag: `ghcr.io/acme/letsgo-app-backend`. */
    readonly repository: string;
    /** Port the container listens on, above 1023 because it does not run as root. */
    readonly port: number;
    /** Build context, relative to the repository's root: `apps/backend`. */
    readonly context: string;
    /** Path of the HTTP readiness probe. */
    readonly readinessPath: string;
    /** Path of the HTTP liveness probe. */
    readonly livenessPath: string;
    /**
     * Strategy of this image alone; the environment's if absent. `digest` needs `tag`.
     */
    readonly strategy?: UpdateStrategy;
    /** The mutable tag that strategy `digest` follows: `dev-latest`. */
    readonly tag?: string;
}

/** The application: the same in every environment, because `manifests/base` is shared. */
export interface AppModel {
    /** Name of the application: a DNS label, prefix of everything made for it. */
    readonly name: string;
    /** The images, in the order they were configured; names and repositories are unique. */
    readonly images: readonly AppImage[];
    /**
     * Host of the Ingress. It is the one thing here that differs between environments, so the
     * Ingress is in their settings, not in base; without a host there is none.
     */
    readonly host?: string;
    /** IngressClass of the Ingress; the cluster's default if absent. */
    readonly ingressClassName?: string;
    /** TLS Secret of the Ingress, in the destination namespace; plain HTTP if absent. */
    readonly ingressTlsSecret?: string;
}

/** CPU and memory of one container, as Kubernetes quantities. */
export interface Resources {
    /** What it is given. */
    readonly requests: {
        /** `25m` */
        readonly cpu: string;
        /** `32Mi` */
        readonly memory: string;
    };
    /** What it may take at most. There is none for CPU, which would slow it down for nothing. */
    readonly limits: {
        /** `64Mi` */
        readonly memory: string;
    };
}

/** A PersistentVolumeClaim for the application's data. */
export interface Storage {
    /** Size as a Kubernetes quantity: `1Gi`. */
    readonly size: string;
    /** `ReadWriteMany` as soon as more than one replica mounts it. */
    readonly accessMode: "ReadWriteOnce" | "ReadWriteMany";
    /** StorageClass; the cluster's default if absent. */
    readonly storageClassName?: string;
}

/** What `overlays/<overlay>/settings/` says of one environment. */
export interface EnvironmentSettings {
    /** Folder below `manifests/overlays`: `development`. */
    readonly overlay: string;
    /** Pods of every Deployment; above one a PodDisruptionBudget is rendered too. */
    readonly replicas: number;
    /** CPU and memory of every container. */
    readonly resources: Resources;
    /** The claim mounted by the first image; none if absent. */
    readonly storage?: Storage;
    /** Name of the image pull Secret in the destination namespace; public images if absent. */
    readonly imagePullSecret?: string;
}

/** How one environment's images are updated: what the ImageUpdater resource says. */
export interface UpdatePolicy {
    /** How the updater picks among the allowed tags. */
    readonly strategy: UpdateStrategy;
    /** Semver constraint appended to the image name (`~1.0`); for strategy `semver` only. */
    readonly constraint?: string;
    /** `regexp:<re>` or `any`: tags that are considered at all. */
    readonly allowTags: string;
}

/** When and how Argo CD syncs. */
export interface SyncPolicy {
    /** Delete what Git no longer has. */
    readonly prune: boolean;
    /** Undo changes made in the cluster by hand. */
    readonly selfHeal: boolean;
    /** Retries of a failed sync. */
    readonly retryLimit: number;
}

/** One file of the repository. */
export interface RepositoryFile {
    /** Path relative to the repository's root. */
    readonly path: string;
    /** What is in it. */
    readonly content: string;
}
