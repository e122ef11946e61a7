import * as pulumi from "@pulumi/pulumi";

import type { Health } from "./applicationHealth";
import {
    type AppNames,
    overlayPath,
    pullRequestsQuery,
    SecretNames,
    ServiceNames,
} from "./manifests";
import type { TrackedImage } from "./trackedImages";
import type { Triggers } from "./triggers";

/** What the outputs are made from. */
export interface SummaryArgs {
    /** Namespace of Argo CD. */
    readonly argoNamespace: string;
    /** Host of its Ingress, if it has one. */
    readonly ingressHost?: string;
    /** What sets the hops of the loop going; absent where another stack has installed it. */
    readonly triggers?: Triggers;
    /** Names of the environment's objects. */
    readonly names: AppNames;
    /** Folder below `manifests/overlays`. */
    readonly overlay: string;
    /** The images and what the updater picks for them. */
    readonly trackedImages: readonly TrackedImage[];
    /** Present if the updater opens pull requests. */
    readonly pullRequests?: {
        /** Whether they are merged once their checks have passed. */
        readonly autoMerge: boolean;
    };
    /** Whether the updater holds every image. */
    readonly paused: boolean;
    /** Name of the Application, once it is synced. */
    readonly application: pulumi.Input<string>;
    /** How it is as of this run. */
    readonly health: pulumi.Input<Health>;
    /** Name of the stack: `prod`. */
    readonly stack: string;
    /** Page of the repository. */
    readonly repositoryUrl: pulumi.Input<string>;
    /** Lines that base in Git lacks. */
    readonly addToBase: pulumi.Input<string[]>;
    /** Whether `pulumi destroy` leaves the repository on GitHub. */
    readonly repositoryIsKept: boolean;
    /** Name of the application's volume claim; nothing without a volume. */
    readonly volume?: string;
}

/** What a user wants to know after `pulumi up`. */
export interface Summary {
    /** Where Argo CD's web page is. */
    readonly argoCdUrl: string;
    /** Commands that open Argo CD and tell the first password of user `admin`. */
    readonly argoCdSignIn: readonly string[];
    /** Webhook or polling, for each hop; only where the loop is installed. */
    readonly triggers?: Triggers;
    /** Name of the Application, of its AppProject and of its namespace. */
    readonly application: pulumi.Input<string>;
    /** `Healthy`, or what is wrong, since when and why, as of this run. */
    readonly health: pulumi.Input<string>;
    /** Page of the repository. */
    readonly repositoryUrl: pulumi.Input<string>;
    /** Each image with strategy, constraint and allowed tags. */
    readonly trackedImages: readonly TrackedImage[];
    /** Folder in which the updater commits tags. */
    readonly writeBackPath: string;
    /** Where the updater's open pull requests are; only where it opens them. */
    readonly pullRequests?: pulumi.Input<string>;
    /** What has to be pushed before pods run, an entry an image, and whether to be merged. */
    readonly waitingFor: readonly string[];
    /** What has to be added to base in Git, by pull request, for images that were configured later. */
    readonly addToBase: pulumi.Input<string[]>;
    /** What `pulumi destroy` leaves behind. */
    readonly keptOnDestroy: readonly pulumi.Input<string>[];
    /** What `pulumi destroy` takes along, and nobody can bring back. */
    readonly lostOnDestroy: readonly string[];
}

/** The stack's outputs, from the same objects that were registered. */
export function summary(args: SummaryArgs): Summary {
    return {
        argoCdUrl: args.ingressHost ? `https://${args.ingressHost}` : LOCAL_URL,
        argoCdSignIn: signIn(args),
        ...(args.triggers && { triggers: args.triggers }),
        application: args.application,
        health: pulumi.output(args.health).apply((health) => healthLine(health, args.stack)),
        repositoryUrl: args.repositoryUrl,
        trackedImages: args.trackedImages,
        writeBackPath: overlayPath(args.overlay),
        ...(args.pullRequests && { pullRequests: pullRequestsPage(args) }),
        waitingFor: waitingFor(args),
        addToBase: args.addToBase,
        keptOnDestroy: args.repositoryIsKept ? [args.repositoryUrl] : [],
        lostOnDestroy: args.volume
            ? [`the data on volume claim ${args.volume} in namespace ${args.names.instance}`]
            : [],
    };
}

function waitingFor({ paused, trackedImages, pullRequests }: SummaryArgs): string[] {
    if (paused) {
        return ["nothing: config `paused` holds every image"];
    }
    const tags = trackedImages.map(
        ({ image, constraint, allowTags }) =>
            `${image}: a tag ${constraint ? `within ${constraint}, ` : ""}allowed by ${allowTags}`,
    );
    return pullRequests && !pullRequests.autoMerge
        ? [...tags, "then somebody who merges the updater's pull request"]
        : tags;
}

function pullRequestsPage({ argoNamespace, names, repositoryUrl }: SummaryArgs) {
    const query = pullRequestsQuery(argoNamespace, names.instance);
    return pulumi.interpolate`${repositoryUrl}/${query}`;
}

/** In one line, the command before the reasons: the CLI cuts a long one short. */
function healthLine({ state, reasons }: Health, stack: string): string {
    if (state === "Healthy") {
        return state;
    }
    const why = reasons.length > 0 ? `: ${reasons.join("; ")}` : "";
    return `${state} (npm run wait -- ${stack} says more)${why}`;
}

const LOCAL_PORT = 8080;
const LOCAL_URL = `https://localhost:${LOCAL_PORT}`;

function signIn({ argoNamespace, ingressHost }: SummaryArgs): string[] {
    const kubectl = `kubectl -n ${argoNamespace}`;
    const password =
        `${kubectl} get secret ${SecretNames.ArgoCdInitialAdmin} ` +
        `-o jsonpath='{.data.password}' | base64 -d`;
    return ingressHost
        ? [password]
        : [`${kubectl} port-forward svc/${ServiceNames.ArgoCdServer} ${LOCAL_PORT}:443`, password];
}
