import type { Output } from "@pulumi/pulumi";

import type { ChartSource } from "../components/chartSource";
import type { GroupKind } from "../components/manifests/appProject";
import type { AppModel } from "../components/manifests/model";
import type { Provenance } from "../components/manifests/provenanceJob";
import type { MergeMethod } from "../components/manifests/mergeMethods";

export type { ChartSource } from "../components/chartSource";

/** Who creates the GitHub repository: this stack, another one, or somebody before us. */
export type RepositoryMode = "create" | "join" | "adopt";

export type RepositoryVisibility = "private" | "public" | "internal";

/** How the updater signs in to write: a key of its own, a token, or as an App. */
export type GitAuth = "deployKey" | "token" | "githubApp";

export type { GroupKind } from "../components/manifests/appProject";

/**
 * Everything the program takes from configuration, checked and complete: defaults are filled in,
 * and no two values contradict each other. `Text` and `Texts` are the types of a secret and of a
 * map of secrets: outputs in the program, placeholders where files are only rendered.
 */
export interface StackConfigOf<Text, Texts> {
    readonly github: {
        /** User or organisation. */
        readonly owner: string;
        readonly token: Text;
        /** Base URL of GitHub Enterprise; absent for github.com. */
        readonly baseUrl?: string;
        /** Host of Git URLs: `github.com`, or that of `baseUrl`. */
        readonly host: string;
    };
    readonly cluster: {
        /** Content of a kubeconfig file; the ambient one (`KUBECONFIG`, `~/.kube/config`) if absent. */
        readonly kubeconfig?: Text;
        /** Context in it; its current one if absent. */
        readonly context?: string;
    };
    readonly repository: {
        readonly name: string;
        readonly mode: RepositoryMode;
        /** Has no meaning when the mode is `join`. */
        readonly visibility: RepositoryVisibility;
        /** Whether `pulumi destroy` deletes the repository too; otherwise it is left on GitHub. */
        readonly deleteOnDestroy: boolean;
        /** The people's if absent. */
        readonly topics?: readonly string[];
        /** How pull requests may be merged; the people's if absent. */
        readonly mergeMethods?: readonly MergeMethod[];
        /** Dependabot's alerts; the people's if absent. */
        readonly vulnerabilityAlerts?: boolean;
        /** Who reviews production's overlay; empty: nobody in particular. */
        readonly codeOwners: readonly string[];
        /** What holds on the default branch; absent: nothing. */
        readonly branchRules?: {
            /** Approvals a pull request needs; absent: no pull request is needed. */
            readonly approvals?: number;
            /** Checks that have to pass. */
            readonly checks: readonly string[];
        };
    };
    /** The environment on GitHub; absent: none is made. */
    readonly gitHubEnvironment?: {
        /** One of them has to agree to a deployment: `@alice`, `@acme/operators`. */
        readonly reviewers: readonly string[];
    };
    readonly git: {
        /** How the updater writes. Argo CD always reads with a deploy key. */
        readonly auth: GitAuth;
        /** Present when, and only when, `auth` is `token`. */
        readonly token?: Text;
        /** Present when, and only when, `auth` is `githubApp`. */
        readonly app?: {
            readonly id: number;
            readonly installationId: number;
            /** RSA, in PEM. */
            readonly privateKey: Text;
            /** Root of GitHub's REST API; absent for github.com. */
            readonly apiUrl?: string;
        };
        /** Lines of a known_hosts file for `github.host`; empty for github.com, which Argo CD knows. */
        readonly knownHosts: readonly string[];
        /** Part of the deploy keys' names: raising it replaces them. From 1. */
        readonly keysGeneration: number;
    };
    readonly argoCd: {
        /** Whether this stack installs Argo CD and the updater, or joins what is there. */
        readonly install: boolean;
        readonly namespace: string;
        readonly chart: ChartSource;
        /** Helm values merged last. */
        readonly values: Readonly<Record<string, unknown>>;
        readonly gitPollIntervalSeconds: number;
        /** Stacks that use this installation: while there are any, it cannot be destroyed. */
        readonly usedBy: readonly string[];
    };
    readonly updater: {
        readonly chart: ChartSource;
        /** Helm values merged last. */
        readonly values: Readonly<Record<string, unknown>>;
        readonly intervalSeconds: number;
    };
    readonly registry: {
        /** Host with optional port: `ghcr.io`. */
        readonly host: string;
        /** Given together with `password`, or neither is. */
        readonly username?: Text;
        readonly password?: Text;
        /** URL of the registry's API where it is not `https://<host>`. */
        readonly endpoint?: string;
    };
    /** How the repository's workflow builds. Has no meaning when the repository is joined. */
    readonly builds: {
        /** `linux/amd64` and others, at least one. */
        readonly platforms: readonly string[];
        readonly provenance: Provenance;
    };
    readonly app: AppModel;
    /** Data of the Secret `<app>`, without the names in `generatedSecrets`. */
    readonly secrets?: Texts;
    /** Names of app secrets that were configured with an empty value: to be made up once. */
    readonly generatedSecrets: readonly string[];
    /** Class of the data volume; the cluster's default if absent. */
    readonly storageClassName?: string;
    /** Kinds the AppProject allows beside those we ship. */
    readonly extraKinds: readonly GroupKind[];
    readonly updates: {
        readonly paused: boolean;
        /** Exact tags by image name. */
        readonly pins: Readonly<Record<string, string>>;
        /** Semver constraints by image name, for images whose strategy is `semver`. */
        readonly constraints: Readonly<Record<string, string>>;
    };
    /** Present if the updater opens pull requests; otherwise it writes straight to the branch. */
    readonly pullRequests?: {
        /** Whether the repository's workflow merges them once their checks have passed. */
        readonly autoMerge: boolean;
    };
    /** Reachable from outside: told of news by webhooks. Absent: polling. */
    readonly ingress?: {
        readonly host: string;
        readonly className?: string;
        /** TLS Secret in the Argo CD namespace. */
        readonly tlsSecret?: string;
    };
}

/** The configuration as the program uses it. */
export type StackConfig = StackConfigOf<Output<string>, Output<Record<string, string>>>;

/** The configuration with its secrets in plain sight, or with placeholders in their place. */
export type PlainConfig = StackConfigOf<string, Record<string, string>>;
