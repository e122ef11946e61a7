import { INGRESS_CLASS } from "../cluster/nodeConfiguration";
import { ARGO_CD_HOST } from "../network/addresses";
import type { Setting } from "./labStack";

export interface LabSettingsArgs {
    /** Content of the administrator's kubeconfig. */
    readonly kubeconfig: string;
    readonly gitHub: { readonly url: string; readonly host: string; readonly token: string };
    /** Lines for `known_hosts`. */
    readonly knownHosts: string;
    /** Certificate of the lab's authority. */
    readonly certificate: string;
    readonly charts: { readonly argoCd: string; readonly imageUpdater: string };
    /** Helm values that these charts need here besides. */
    readonly values: {
        readonly argoCd: Readonly<Record<string, unknown>>;
        readonly imageUpdater: Readonly<Record<string, unknown>>;
    };
    /** URL of the registry's API. */
    readonly registry: string;
}

/** User or organisation on the stand-in that owns the repository and the images. */
export const OWNER = "letsgo";
export const REPOSITORY = "letsgo-gitops";

/**
 * What a user of an Enterprise server, a mirrored registry and local charts would configure, in
 * stack dev. Polling is quick, because the lab has one user.
 */
export function labSettings(args: LabSettingsArgs): Record<string, Setting> {
    return {
        githubOwner: { value: OWNER },
        githubToken: { value: args.gitHub.token, secret: true },
        githubBaseUrl: { value: args.gitHub.url },
        knownHosts: { value: args.knownHosts },
        kubeconfig: { value: args.kubeconfig, secret: true },
        repositoryName: { value: REPOSITORY },
        repositoryDeleteOnDestroy: { value: "true" },
        argoCdChart: json({ chart: args.charts.argoCd }),
        argoCdValues: json({
            ...args.values.argoCd,
            configs: {
                tls: { certificates: { [args.gitHub.host]: args.certificate } },
                // Three minutes by default, before an Application shows that Git refuses it.
                params: { "controller.repo.error.grace.period.seconds": "10s" },
            },
        }),
        updaterChart: json({ chart: args.charts.imageUpdater }),
        updaterValues: json(args.values.imageUpdater),
        registryEndpoint: { value: args.registry },
        updaterInterval: { value: "10s" },
        gitPollInterval: { value: "10s" },
    };
}

/** Settings that stacks share; the others belong to the stack that installs or owns. */
const SHARED = ["githubOwner", "githubToken", "githubBaseUrl", "kubeconfig", "repositoryName"];

/**
 * What a stack is told that joins the repository and the Argo CD of dev.
 *
 * @param settings dev's
 */
export function joinSettings(settings: Readonly<Record<string, Setting>>): Record<string, Setting> {
    return {
        ...Object.fromEntries(Object.entries(settings).filter(([name]) => SHARED.includes(name))),
        repositoryMode: { value: "join" },
        argoCdInstall: { value: "false" },
    };
}

/** What a key has that is not set. */
export const UNSET: Setting = { value: "" };

/**
 * What stack dev is told besides, for events to come from GitHub and the registry as they happen:
 * the lab's way in. The intervals are then the program's own, long ones.
 */
export function webhookSettings(): Record<string, Setting> {
    return {
        ingressHost: { value: ARGO_CD_HOST },
        ingressClassName: { value: INGRESS_CLASS },
        updaterInterval: UNSET,
        gitPollInterval: UNSET,
    };
}

/** A structured value. */
export function json(value: unknown): Setting {
    return { value: JSON.stringify(value) };
}
