import { ServiceNames } from "./names";

/** What the Argo CD installation is told; everything else is the chart's default. */
export interface ArgoCdValuesArgs {
    /** Namespace of the installation; without an Ingress it is part of the URL Argo CD knows. */
    readonly namespace: string;
    /** Host of the Ingress in front of `argocd-server`; the Ingress then terminates TLS. */
    readonly ingressHost?: string;
    /** Seconds between two looks at Git: the only trigger without webhooks, else the safety net. */
    readonly gitPollIntervalSeconds: number;
    /** Lines in `known_hosts` format, besides those of the public forges the chart carries. */
    readonly knownHosts?: readonly string[];
    /**
     * Where Argo CD finds the secret of GitHub's webhook: `$<Secret>:<key>`. The Secret must be in
     * the same namespace and labelled `app.kubernetes.io/part-of: argocd`. The value itself never
     * goes into Helm values: they are stored readable in the release.
     */
    readonly webhookSecretReference?: string;
}

/**
 * The values we set of chart argo-cd.
 *
 * @see https://github.com/argoproj/argo-helm/blob/argo-cd-10.1.1/charts/argo-cd/values.yaml
 */
export interface ArgoCdValues {
    readonly crds: { readonly install: boolean; readonly keep: boolean };
    readonly global: {
        readonly domain: string;
        readonly logging: { readonly format: "json" | "text" };
        readonly networkPolicy: { readonly create: boolean };
    };
    readonly configs: {
        readonly cm: {
            readonly "timeout.reconciliation": string;
            readonly "timeout.reconciliation.jitter": string;
        };
        readonly params: {
            readonly "server.insecure": string;
            readonly "controller.resource.health.persist": string;
        };
        readonly ssh?: { readonly extraHosts: string };
        readonly secret?: { readonly githubSecret: string };
    };
    readonly dex: { readonly enabled: boolean };
    readonly notifications: { readonly enabled: boolean };
    readonly applicationSet: { readonly replicas: number };
    readonly controller: { readonly readinessProbe: Probe };
    readonly repoServer: { readonly readinessProbe: Probe };
    readonly server: { readonly readinessProbe: Probe };
}

/** Seconds, and a number of failures in a row. */
interface Probe {
    readonly initialDelaySeconds: number;
    readonly periodSeconds: number;
    readonly failureThreshold: number;
}

/**
 * The chart first asks after ten seconds, and again every ten; the programs are there after two. A
 * pod that was ready is taken out after as many seconds without an answer as by default: thirty.
 */
const READINESS: Probe = { initialDelaySeconds: 1, periodSeconds: 2, failureThreshold: 15 };

/**
 * Helm values of chart argo-cd 10.1.1.
 *
 * @throws Error if the webhook secret itself is given instead of a reference to it
 */
export function argoCdValues(args: ArgoCdValuesArgs): ArgoCdValues {
    refuseSecretItself(args.webhookSecretReference);
    const knownHosts = args.knownHosts ?? [];
    return {
        // Kept definitions would outlive `destroy`; the price is that removing this release removes
        // every Application of the cluster, which is why shared installations are protected.
        crds: { install: true, keep: false },
        global: {
            domain: args.ingressHost ?? `${ServiceNames.ArgoCdServer}.${args.namespace}.svc`,
            logging: { format: "json" },
            networkPolicy: { create: true },
        },
        configs: {
            cm: {
                "timeout.reconciliation": `${args.gitPollIntervalSeconds}s`,
                // The default adds up to a minute to each poll, to spread the load of many apps.
                "timeout.reconciliation.jitter": "0s",
            },
            params: {
                // Behind an Ingress that terminates TLS the server must not redirect to its own.
                "server.insecure": String(args.ingressHost !== undefined),
                // Or an Application would say that it is Degraded, but not which of its objects is.
                "controller.resource.health.persist": "true",
            },
            ...(knownHosts.length > 0 && { ssh: { extraHosts: lines(knownHosts) } }),
            ...(args.webhookSecretReference !== undefined && {
                secret: { githubSecret: args.webhookSecretReference },
            }),
        },
        // Nobody signs in by SSO and nobody subscribes to notifications here: 300 MB saved.
        dex: { enabled: false },
        notifications: { enabled: false },
        applicationSet: { replicas: 0 },
        controller: { readinessProbe: READINESS },
        repoServer: { readinessProbe: READINESS },
        server: { readinessProbe: READINESS },
    };
}

function refuseSecretItself(reference: string | undefined): void {
    if (reference !== undefined && !/^\$[a-z0-9.-]+:[A-Za-z0-9._-]+$/.test(reference)) {
        throw new Error("webhookSecretReference must be $<Secret>:<key>, not the secret itself");
    }
}

function lines(knownHosts: readonly string[]): string {
    return knownHosts.map((line) => `${line.trim()}\n`).join("");
}
