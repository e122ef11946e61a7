import * as github from "@pulumi/github";
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import * as tls from "@pulumi/tls";

export interface ProvidersArgs {
    readonly github: {
        /** User or organisation. */
        readonly owner: string;
        readonly token: pulumi.Input<string>;
        /** Base URL of GitHub Enterprise; absent for github.com. */
        readonly baseUrl?: string;
    };
    readonly cluster: {
        /** Content of a kubeconfig file; the ambient one if absent. */
        readonly kubeconfig?: pulumi.Input<string>;
        /** Context in it; its current one if absent. */
        readonly context?: string;
    };
}

export interface Providers {
    readonly gitHub: github.Provider;
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
    // One provider for all files, requests one by one: each file is a commit, and two at a time
    // would race on the branch.
    // The URL is always given: left out, it would come from GITHUB_BASE_URL.
    const { owner, token, baseUrl = "https://api.github.com/" } = args.github;
    const gitHub = new github.Provider("github", { owner, token, baseUrl });
    // Nothing is made, on GitHub either, before the cluster has answered: the provider's own preview
    // would not notice that it cannot be reached.
    const dependsOn = [
        k8s.core.v1.Namespace.get("cluster-answers", "kube-system", { provider: cluster }),
    ];
    return {
        gitHub,
        cluster,
        onGitHub: { providers: [gitHub, new tls.Provider("tls")], dependsOn },
        onCluster: { providers: [cluster, random_], dependsOn },
        onBoth: { providers: [gitHub, cluster], dependsOn },
    };
}
