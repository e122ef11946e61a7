import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { Defaults } from "./defaults";
import { credentialFields, type GitCredentials, writeUrl } from "./gitCredentials";
import type { Instance } from "./instance";
import { imageUpdater, type UpdatePolicy } from "./manifests";
import { type RegistryCredentials, tagListSecret } from "./registrySecret";
import { repositorySecret } from "./repositorySecret";
import { type TrackedImage, trackedImages } from "./trackedImages";

/** What the updater does, and with what. */
export interface ImageUpdateArgs extends Instance {
    /** Which tags the environment takes. */
    readonly policy: UpdatePolicy;
    /**
     * Semver constraints by image name, instead of the policy's.
     *
     * @default none
     */
    readonly constraints?: Readonly<Record<string, string>>;
    /**
     * Tags to hold, by image name.
     *
     * @default none
     */
    readonly pins?: Readonly<Record<string, string>>;
    /**
     * Holds every image where it is.
     *
     * @default false
     */
    readonly paused?: boolean;
    /** Present if it opens pull requests instead of writing to the branch. */
    readonly pullRequests?: object;
    /** How the updater signs in to write: with pull requests not with a deploy key. */
    readonly git: GitCredentials;
    /** How it signs in to list tags; nothing for public images. */
    readonly registry?: RegistryCredentials;
}

/** What the updater does for one environment: its ImageUpdater resource and its Secrets. */
export class ImageUpdate extends pulumi.ComponentResource {
    /** The images and what the updater picks for them. */
    readonly trackedImages: TrackedImage[];

    constructor(name: string, args: ImageUpdateArgs, opts: pulumi.ComponentResourceOptions) {
        super("argocd-image-drift:index:ImageUpdate", name, {}, opts);

        const argoNamespace = args.argoNamespace ?? Defaults.argoNamespace;
        const repositoryUrl = writeUrl(args.repository, args.git.type);
        const dependsOn: pulumi.Resource[] = [
            repositorySecret(this, `${name}-write`, {
                name: args.names.writeSecret,
                namespace: argoNamespace,
                project: args.names.instance,
                url: repositoryUrl,
                fields: credentialFields(args.git),
            }),
        ];
        if (args.registry) {
            dependsOn.push(
                tagListSecret(this, `${name}-registry`, {
                    name: args.names.registrySecret,
                    namespace: argoNamespace,
                    credentials: args.registry,
                }),
            );
        }
        const resource = imageUpdater({
            ...args,
            argoNamespace,
            constraints: args.constraints ?? {},
            pins: args.pins ?? {},
            paused: args.paused ?? false,
            repositoryUrl,
            pullRequests: args.pullRequests !== undefined,
            pullSecret: args.registry !== undefined,
        });
        // The updater takes its finalizer off in no time, or it is gone. The first thing that
        // `destroy` deletes: a resource that stays is told before anything else has gone.
        const customTimeouts = { delete: "2m" };
        new k8s.apiextensions.CustomResource(name, resource, {
            parent: this,
            dependsOn,
            customTimeouts,
        });
        this.trackedImages = trackedImages(resource);
        this.registerOutputs({ trackedImages: this.trackedImages });
    }
}
