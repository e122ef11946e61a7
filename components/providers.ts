import * as github from "@pulumi/github";
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import * as tls from "@pulumi/tls";

import { warnOfStandstill } from "./gitHubStandstill";

/** Whose account and which cluster things are made in. */
export interface ProvidersArgs {
    /** The account on GitHub. */
    readonly github: {
        /** User or organisation. */
        readonly owner: string;
        /** Token that makes the repository, its files and its keys. */
        readonly token: pulumi.Input<string>;
        /** Base URL of GitHub Enterprise; absent for github.com. */
        readonly baseUrl?: string;
    };
    /** The cluster. */
    readonly cluster: {
        /** Content of a kubeconfig file; the ambient one if absent. */
        readonly kubeconfig?: pulumi.Input<string>;
        /** Context in it; its current one if absent. */
        readonly context?: string;
    };
}

/** The providers, and options of components that are made with them. */
export interface Providers {
    /** What GitHub is asked with. */
    readonly gitHub: github.Provider;
    /** What the cluster is asked with. */
    readonly cluster: k8s.Provider;
    /** Options of components that make things on GitHub. */
    readonly onGitHub: pulumi.ComponentResourceOptions;
    /** Options of components that make things in the cluster. */
    readonly onCluster: pulumi.ComponentResourceOptions;
    /** Options of components that make things on both sides. */
    readonly onBoth: pulumi.ComponentResourceOptions;
}

/** The providers everything is made with; default ones are disabled in the stack files. */
export function makeProviders(args: ProvidersArgs): Providers {
    // A changed Secret is changed, not deleted and made anew: between the two, whoever looks would
    // have no credentials.
    const cluster = new k8s.Provider("cluster", { ...args.cluster, enableSecretMutable: true });
    const random_ = new random.Provider("random");
    const gitHub = gitHubProvider(args.github);
    // Nothing is made, on GitHub either, before the cluster has answered: the provider's own preview
    // would not notice that it cannot be reached.
    const dependsOn = [
        k8s.core.v1.Namespace.get("cluster-answers", "kube-system", { provider: cluster }),
    ];
    const transformations = [warnOfStandstill()];
    return {
        gitHub,
        cluster,
        onGitHub: { providers: [gitHub, new tls.Provider("tls")], dependsOn, transformations },
        onCluster: { providers: [cluster, random_], dependsOn },
        onBoth: { providers: [gitHub, cluster], dependsOn, transformations },
    };
}

/**
 * Statuses after which a request is sent again. 409 is a race on the branch with another writer: a
 * developer, the updater, another stack. 429 without GitHub's own signs of a limit is a proxy's.
 */
const RETRIED = [409, 429, 500, 502, 503, 504];

/**
 * One provider for all files, which sends its requests one by one and rests a second after each
 * write: each file is a commit, two at a time would race on the branch, and GitHub takes no more
 * than 80 writes a minute. Limits that GitHub tells of (`Retry-After`) it waits for.
 */
function gitHubProvider(args: ProvidersArgs["github"]): github.Provider {
    // The URL is always given: left out, it would come from GITHUB_BASE_URL.
    const { owner, token, baseUrl = "https://api.github.com/" } = args;
    return new github.Provider("github", {
        owner,
        token,
        baseUrl,
        // The other client heeds neither of the next two, nor the statuses. Left out, it would be
        // chosen by GITHUB_LEGACY_CLIENT.
        legacyClient: true,
        parallelRequests: false,
        writeDelayMs: 1000,
        retryableErrors: RETRIED,
        // Up to ten seconds more of a bad day than by default.
        maxRetries: 4,
        retryDelayMs: 2000,
    });
}
