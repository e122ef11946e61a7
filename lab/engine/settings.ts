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
            configs: { tls: { certificates: { [args.gitHub.host]: args.certificate } } },
        }),
        updaterChart: json({ chart: args.charts.imageUpdater }),
        registryEndpoint: { value: args.registry },
        updaterInterval: { value: "10s" },
        gitPollInterval: { value: "10s" },
    };
}

function json(value: unknown): Setting {
    return { value: JSON.stringify(value) };
}
