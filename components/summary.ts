import type * as pulumi from "@pulumi/pulumi";

import { overlayPath, SecretNames, ServiceNames } from "./manifests";
import type { TrackedImage } from "./trackedImages";

export interface SummaryArgs {
    /** Namespace of Argo CD. */
    readonly argoNamespace: string;
    /** Host of its Ingress, if it has one. */
    readonly ingressHost?: string;
    /** Folder below `manifests/overlays`. */
    readonly overlay: string;
    readonly trackedImages: readonly TrackedImage[];
    /** Whether the updater holds every image. */
    readonly paused: boolean;
    /** Name of the Application, once it is synced. */
    readonly application: pulumi.Input<string>;
    /** Page of the repository. */
    readonly repositoryUrl: pulumi.Input<string>;
    /** Lines that base in Git lacks. */
    readonly addToBase: pulumi.Input<string[]>;
    /** Whether `pulumi destroy` leaves the repository on GitHub. */
    readonly repositoryIsKept: boolean;
}

/** What a user wants to know after `pulumi up`. */
export interface Summary {
    readonly argoCdUrl: string;
    /** Commands that open Argo CD and tell the first password of user `admin`. */
    readonly argoCdSignIn: readonly string[];
    readonly application: pulumi.Input<string>;
    readonly repositoryUrl: pulumi.Input<string>;
    readonly trackedImages: readonly TrackedImage[];
    /** Folder in which the updater commits tags. */
    readonly writeBackPath: string;
    /** What has to be pushed before pods run, an entry an image. */
    readonly waitingFor: readonly string[];
    /** What has to be added to base in Git, by pull request, for images that were configured later. */
    readonly addToBase: pulumi.Input<string[]>;
    /** What `pulumi destroy` leaves behind. */
    readonly keptOnDestroy: readonly pulumi.Input<string>[];
}

/** The stack's outputs, from the same objects that were registered. */
export function summary(args: SummaryArgs): Summary {
    return {
        argoCdUrl: args.ingressHost ? `https://${args.ingressHost}` : LOCAL_URL,
        argoCdSignIn: signIn(args),
        application: args.application,
        repositoryUrl: args.repositoryUrl,
        trackedImages: args.trackedImages,
        writeBackPath: overlayPath(args.overlay),
        waitingFor: args.paused
            ? ["nothing: config `paused` holds every image"]
            : args.trackedImages.map(
                  ({ image, constraint, allowTags }) =>
                      `${image}: a tag ${constraint ? `within ${constraint}, ` : ""}` +
                      `allowed by ${allowTags}`,
              ),
        addToBase: args.addToBase,
        keptOnDestroy: args.repositoryIsKept ? [args.repositoryUrl] : [],
    };
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
