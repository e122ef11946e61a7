import type { Problem } from "../../stacks/config/problem";
import type { ClusterFacts } from "./clusterFacts";
import type { Engine, NoEngine } from "./engine";
import type { FoundToken, GitHubFacts } from "./gitHubFacts";
import type { Remote } from "./gitRemote";

/** Settings as text, JSON for structured ones; placeholders and empty texts are not among them. */
export type Settings = Readonly<Partial<Record<string, string>>>;

/** Another stack of this program, by its file. */
export interface OtherStack {
    /** `dev` */
    readonly name: string;
    readonly settings: Settings;
}

/** What settings are chosen by, before anybody is asked. */
export interface Surroundings {
    /** Name of the environment: `prod`. */
    readonly environment: string;
    /** What the stack file says. */
    readonly settings: Settings;
    readonly others: readonly OtherStack[];
    /** Where the checkout comes from. */
    readonly origin?: Remote;
    /** Whether kubectl is there to ask. */
    readonly hasKubectl: boolean;
    /** The context that kubectl uses if it is not told. */
    readonly currentContext?: string;
}

/** What has been found out by asking; nothing changes by it. */
export interface Findings {
    readonly engine: Engine | NoEngine;
    /** Nothing if kubectl is not there to ask with, or has no context to ask. */
    readonly cluster?: ClusterFacts;
    readonly gitHub: GitHubFacts;
    readonly token?: FoundToken;
}

/** The stack as it is after everything that could be done has been done. */
export interface Outcome {
    /** As the user has named it. */
    readonly stack: string;
    readonly environment: string;
    readonly settings: Settings;
    readonly others: readonly OtherStack[];
    readonly findings: Findings;
    /** Whether Pulumi has the stack now. */
    readonly isMade: boolean;
    /** Whether there is anything in it. */
    readonly isEmpty: boolean;
    /** Pulumi's own words, where it would not make the stack. */
    readonly refusal?: string;
    /** Of the configuration. */
    readonly problems: readonly Problem[];
    /** As asked for on the command line. */
    readonly secretsProvider?: string;
    /** What the stack file says of it: `passphrase`, a URL, or nothing. */
    readonly fileProvider?: string;
    /** Whether the passphrase is among the environment variables. */
    readonly hasPassphrase: boolean;
    /** Whether there is a kubectl to ask the cluster with; the program needs none. */
    readonly hasKubectl: boolean;
    /** Whether the environment has a volume. */
    readonly hasVolume: boolean;
}
