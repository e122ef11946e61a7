import { packageHookUrl, pushHookUrl, tellsOfPackages } from "./manifests";

/** How often each hop is polled, and whether there are webhooks. */
export interface TriggersArgs {
    /** The installation of Argo CD. */
    readonly argoCd: {
        /** Whether this stack installs Argo CD and the updater. */
        readonly install: boolean;
        /** Seconds between two looks at Git. */
        readonly gitPollIntervalSeconds: number;
    };
    /** The installation of the updater. */
    readonly updater: {
        /** Seconds between two looks at the registry. */
        readonly intervalSeconds: number;
    };
    /** The registry of the images. */
    readonly registry: {
        /** Host as in image names: `ghcr.io`. */
        readonly host: string;
    };
    /** The way in from outside; absent without webhooks. */
    readonly ingress?: {
        /** Host of Argo CD's Ingress. */
        readonly host: string;
    };
}

/** What sets each hop of the loop going. */
export interface Triggers {
    /** From the registry to the updater. */
    readonly images: string;
    /** From Git to Argo CD. */
    readonly commits: string;
}

/**
 * In words: a webhook and, as a safety net, polling, or polling alone. Nothing for a stack that
 * joins: how it is there is configured in another one.
 */
export function triggers(args: TriggersArgs): Triggers | undefined {
    const { argoCd, updater, registry, ingress } = args;
    if (!argoCd.install) {
        return undefined;
    }
    return {
        images: trigger(
            ingress && tellsOfPackages(registry.host) ? packageHookUrl(ingress.host) : undefined,
            `polling ${registry.host} every ${updater.intervalSeconds}s`,
        ),
        commits: trigger(
            ingress && pushHookUrl(ingress.host),
            `polling Git every ${argoCd.gitPollIntervalSeconds}s`,
        ),
    };
}

function trigger(url: string | undefined, polling: string): string {
    return url === undefined ? polling : `webhook ${url}, and ${polling}`;
}
