import type { Input } from "@pulumi/pulumi";

import { commitMessage } from "./commitMessage";
import { ConfigMapNames } from "./names";

/** The registry the application's images are pushed to. */
export interface UpdaterRegistry {
    /** Host as it stands in image names: `ghcr.io`, `registry.example.com:5000`. */
    readonly host: string;
    /** URL of its API where that is not `https://<host>`: a mirror, or plain HTTP. */
    readonly endpoint?: string;
}

/** What the Image Updater installation is told; everything else is the chart's default. */
export interface UpdaterValuesArgs {
    /** Seconds between two looks at the registry: the safety net when webhooks are on. */
    readonly intervalSeconds: number;
    readonly registry: UpdaterRegistry;
    /**
     * Whether the Git server's certificates may be by an authority of its own, those that Argo CD
     * knows (ConfigMap `argocd-tls-certs-cm`): the updater then calls GitHub's API with them too.
     */
    readonly privateAuthority?: boolean;
    /** Names of the Applications whose changes become pull requests. */
    readonly reviewed?: readonly string[];
    /** Author of the commits; the updater's own name if absent. */
    readonly author?: { readonly name: string; readonly email: string };
    /**
     * Registry webhooks: the updater listens on plain HTTP behind the Ingress that terminates TLS.
     * The handlers' secrets are read from Secret `argocd-image-updater-secret`.
     */
    readonly webhooks?: boolean;
    /**
     * Annotations of the pod. A checksum of what it reads only at its start (webhook secrets) makes
     * it restart when that changes.
     */
    readonly podAnnotations?: Readonly<Record<string, Input<string>>>;
}

/** One entry of the updater's `registries.conf`. */
export interface RegistryEntry {
    readonly name: string;
    readonly prefix: string;
    readonly api_url: string;
    readonly defaultns?: string;
    readonly limit: number;
}

/**
 * The values we set of chart argocd-image-updater.
 *
 * @see https://github.com/argoproj/argo-helm/blob/argocd-image-updater-1.2.4/charts/argocd-image-updater/values.yaml
 */
export interface UpdaterValues {
    readonly crds: { readonly install: boolean; readonly keep: boolean };
    readonly createClusterRoles: boolean;
    readonly image: { readonly pullPolicy: "IfNotPresent" };
    readonly config: {
        readonly interval: string;
        readonly "log.format": string;
        readonly max_concurrent_reconciles: string;
        readonly "git.user": string;
        readonly "git.email": string;
        readonly "git.commit-message-template": string;
        readonly registries?: readonly RegistryEntry[];
        readonly "webhook.enable"?: string;
        readonly "disable-tls"?: string;
    };
    readonly service?: { readonly enabled: boolean };
    readonly extraEnv: readonly { readonly name: string; readonly value: string }[];
    readonly volumes: readonly {
        readonly name: string;
        readonly configMap: { readonly name: string; readonly optional: boolean };
    }[];
    readonly volumeMounts: readonly {
        readonly name: string;
        readonly mountPath: string;
        readonly readOnly: boolean;
    }[];
    readonly podAnnotations?: Readonly<Record<string, Input<string>>>;
}

const DEFAULT_AUTHOR = { name: "argocd-image-updater", email: "noreply@argoproj.io" };

/** Requests per second to one registry: the updater's own default for registries it infers. */
const REQUESTS_PER_SECOND = 20;

const TLS_VOLUME = "git-tls-certificates";
const TLS_PATH = "/app/git-tls";

/** Where Alpine, and Debian, keep the authorities that everybody trusts. */
const SYSTEM_CERTIFICATES = "/etc/ssl/certs";

/** Helm values of chart argocd-image-updater 1.2.4. */
export function updaterValues(args: UpdaterValuesArgs): UpdaterValues {
    const author = args.author ?? DEFAULT_AUTHOR;
    const registry = registryEntry(args.registry);
    return {
        crds: { install: true, keep: false },
        // It watches its own namespace only; the cluster role would let it patch any Application.
        createClusterRoles: false,
        image: { pullPolicy: "IfNotPresent" },
        config: {
            interval: `${args.intervalSeconds}s`,
            "log.format": "json",
            // Two writers on one branch race, and the loser waits a whole interval.
            max_concurrent_reconciles: "1",
            "git.user": author.name,
            "git.email": author.email,
            "git.commit-message-template": commitMessage(args.reviewed),
            ...(registry && { registries: [registry] }),
            ...(args.webhooks === true && { "webhook.enable": "true", "disable-tls": "true" }),
        },
        ...(args.webhooks === true && { service: { enabled: true } }),
        // The chart mounts Argo CD's known hosts but not its certificates: without them HTTPS to a
        // Git server with a private CA fails.
        extraEnv: [
            { name: "ARGOCD_TLS_DATA_PATH", value: TLS_PATH },
            // That is for Git alone: pull requests are opened with Go's own client, and its
            // authorities.
            ...(args.privateAuthority === true
                ? [{ name: "SSL_CERT_DIR", value: `${SYSTEM_CERTIFICATES}:${TLS_PATH}` }]
                : []),
        ],
        volumes: [
            {
                name: TLS_VOLUME,
                configMap: { name: ConfigMapNames.TlsCertificates, optional: true },
            },
        ],
        volumeMounts: [{ name: TLS_VOLUME, mountPath: TLS_PATH, readOnly: true }],
        ...(args.podAnnotations && { podAnnotations: args.podAnnotations }),
    };
}

/** The updater finds `https://<host>` by itself; an entry is needed for any other address. */
function registryEntry(registry: UpdaterRegistry): RegistryEntry | undefined {
    if (registry.endpoint === undefined) return undefined;
    return {
        name: registry.host,
        prefix: registry.host,
        api_url: registry.endpoint,
        // Only Docker Hub has a namespace for images without one.
        ...(registry.host === "docker.io" && { defaultns: "library" }),
        limit: REQUESTS_PER_SECOND,
    };
}
