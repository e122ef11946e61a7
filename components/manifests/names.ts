/** Every name that two of our objects, or we and another system, have to agree on. */

/** API groups, versions and kinds. */
export const ApiVersions = {
    ArgoCd: "argoproj.io/v1alpha1",
    ImageUpdater: "argocd-image-updater.argoproj.io/v1alpha1",
    Kustomization: "kustomize.config.k8s.io/v1beta1",
    KustomizeComponent: "kustomize.config.k8s.io/v1alpha1",
    Core: "v1",
    Apps: "apps/v1",
    Networking: "networking.k8s.io/v1",
    Policy: "policy/v1",
} as const;

/** Kubernetes labels. */
export const Labels = {
    Name: "app.kubernetes.io/name",
    Instance: "app.kubernetes.io/instance",
    PartOf: "app.kubernetes.io/part-of",
    Component: "app.kubernetes.io/component",
    Version: "app.kubernetes.io/version",
    /** Says which Secrets Argo CD reads as repositories: value `repository`. */
    ArgoCdSecretType: "argocd.argoproj.io/secret-type",
} as const;

/** Values of `Labels.ArgoCdSecretType`. */
export const ArgoCdSecretTypes = { Repository: "repository" } as const;

/** Value of `Labels.PartOf` of the Secrets Argo CD resolves `$name:key` in. */
export const PART_OF_ARGO_CD = "argocd";

/** Kubernetes annotations. */
export const Annotations = {
    /** Paths whose change makes Argo CD render again. */
    ManifestGeneratePaths: "argocd.argoproj.io/manifest-generate-paths",
    /** What Pulumi waits for on an object it has no readiness rule for. */
    PulumiWaitFor: "pulumi.com/waitFor",
    /** Changes with the webhooks' secret, and so restarts a pod that reads it only at its start. */
    WebhookChecksum: "checksum/webhooks",
    /** On Argo CD's namespace: the stack that installed it. */
    InstalledBy: "argocd-image-drift/installed-by",
    /** On Argo CD's namespace: the other stacks that use it, with commas between them. */
    UsedBy: "argocd-image-drift/used-by",
} as const;

/** Secret types. */
export const SecretTypes = {
    Opaque: "Opaque",
    DockerConfigJson: "kubernetes.io/dockerconfigjson",
} as const;

/** Keys within Secrets that other systems read. */
export const SecretKeys = {
    DockerConfigJson: ".dockerconfigjson",
    /** In the updater's registry Secret: `user:password`. */
    RegistryCredentials: "credentials",
    /** In our webhook Secret: what GitHub signs `push` events with. */
    GitHubWebhook: "github",
    /** In `SecretNames.ImageUpdater`: what GHCR `package` events are signed with. */
    GhcrWebhook: "webhook.ghcr-secret",
} as const;

/** Secrets whose names others have fixed. */
export const SecretNames = {
    /** The updater reads the secrets of its webhook handlers here. */
    ImageUpdater: "argocd-image-updater-secret",
    /** Argo CD leaves the first admin password here; it is in no Helm inventory. */
    ArgoCdInitialAdmin: "argocd-initial-admin-secret",
    /** Made by a hook of Argo CD's chart; it is in no Helm inventory. */
    ArgoCdRedis: "argocd-redis",
} as const;

/** ConfigMaps whose names others have fixed. */
export const ConfigMapNames = {
    /** Argo CD's settings. */
    ArgoCd: "argocd-cm",
    /** The updater's settings. */
    ImageUpdater: "argocd-image-updater-config",
    /** Certificates of Git servers with a private CA. */
    TlsCertificates: "argocd-tls-certs-cm",
    /** Host keys of Git servers. */
    SshKnownHosts: "argocd-ssh-known-hosts-cm",
} as const;

/** Helm releases: both charts derive the names of their objects from these. */
export const ReleaseNames = {
    ArgoCd: "argocd",
    ImageUpdater: "argocd-image-updater",
} as const;

/** Services of the two releases. */
export const ServiceNames = {
    ArgoCdServer: "argocd-server",
    ImageUpdater: "argocd-image-updater",
} as const;

/** Ports of those Services that speak plain HTTP to the Ingress. */
export const ServicePorts = { ArgoCdServer: 80, ImageUpdater: 8080 } as const;

/** The Ingress in front of Argo CD and the updater. */
export const INGRESS_NAME = "argocd";

/** GitHub's container registry: the one whose pushes a repository's webhooks tell of. */
export const GHCR = "ghcr.io";

/** Charts and versions the renderers are written for. */
export const Charts = {
    /** Argo CD's. */
    ArgoCd: { chart: "argo-cd", version: "10.1.1" },
    /** The updater's. */
    ImageUpdater: { chart: "argocd-image-updater", version: "1.2.4" },
    /** Where both come from. */
    repository: "https://argoproj.github.io/argo-helm",
} as const;

/** The applications those charts install, by minor version: what the renderers' objects are for. */
export const AppSeries = { ArgoCd: "3.4", ImageUpdater: "1.2" } as const;

/** The API server as seen from inside the cluster: where Applications are deployed to. */
export const IN_CLUSTER_SERVER = "https://kubernetes.default.svc";

/** The tag of images that were never built; the updater replaces it. */
export const UNBUILT_TAG = "v0.0.0";

/** User and group every container of the application runs as. */
export const RUN_AS = 65532;

/** Path of the kustomization all environments share. */
export const BASE_PATH = "manifests/base";

/** The file that says what is part of base. */
export const BASE_KUSTOMIZATION = `${BASE_PATH}/kustomization.yaml`;

/** Path of one environment's overlay: what the Application syncs and the updater writes to. */
export function overlayPath(overlay: string): string {
    return `manifests/overlays/${overlay}`;
}

/** The names of one application in one stack. */
export interface AppNames {
    /** Application, AppProject, ImageUpdater resource and destination namespace. */
    readonly instance: string;
    /** Argo CD's credential to read the repository; in the Argo CD namespace. */
    readonly readSecret: string;
    /** The updater's credential to write to the repository; in the Argo CD namespace. */
    readonly writeSecret: string;
    /** The updater's credential for the registry; in the Argo CD namespace. */
    readonly registrySecret: string;
    /** The application's own secrets; in the destination namespace. */
    readonly appSecret: string;
    /** What the kubelet pulls images with; in the destination namespace. */
    readonly pullSecret: string;
    /** What Argo CD checks GitHub's signatures with; in the Argo CD namespace. */
    readonly webhookSecret: string;
}

/**
 * Names of all objects of an application in one stack.
 *
 * @param stack `dev`, `staging`, `prod`
 */
export function appNames(appName: string, stack: string): AppNames {
    const instance = `${appName}-${stack}`;
    return {
        instance,
        readSecret: `${instance}-read`,
        writeSecret: `${instance}-write`,
        registrySecret: `${instance}-registry`,
        appSecret: appName,
        pullSecret: `${appName}-registry`,
        webhookSecret: `${appName}-webhooks`,
    };
}
