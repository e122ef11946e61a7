import type { Input } from "@pulumi/pulumi";

import { type AppImage, type AppModel, type UpdatePolicy, UpdateStrategy } from "./model";
import { ApiVersions, type AppNames, Labels, overlayPath, SecretKeys } from "./names";
import { onlyTag, tagsOf } from "./tags";

export interface ImageUpdaterArgs {
    readonly names: AppNames;
    readonly app: AppModel;
    /** Namespace of Argo CD: the resource must be where the Application is. */
    readonly argoNamespace: string;
    /** The environment's policy. */
    readonly policy: UpdatePolicy;
    /** Semver constraint by image name; goes before the environment's, strategy `semver` only. */
    readonly constraints: Readonly<Record<string, string>>;
    /** Tag to hold, by image name. */
    readonly pins: Readonly<Record<string, string>>;
    /** Hold every image where it is. */
    readonly paused: boolean;
    /**
     * URL the updater writes to: `ssh://git@HOST:22/owner/repo.git` or
     * `https://HOST/owner/repo.git`. Not the URL Argo CD reads: by it the updater finds its own
     * credential.
     */
    readonly repositoryUrl: Input<string>;
    /** Branch the updater commits to. */
    readonly branch: Input<string>;
    /** Folder below `manifests/overlays` whose kustomization gets the tags. */
    readonly overlay: string;
    /** Whether it opens pull requests instead of writing to the branch: over HTTPS only. */
    readonly pullRequests?: boolean;
    /** Whether the registry wants the credential in Secret `names.registrySecret`. */
    readonly pullSecret?: boolean;
}

/** How one image is updated: every field that has a default in the CRD is stated. */
export interface ImageUpdateSettings {
    readonly updateStrategy: UpdateStrategy;
    readonly forceUpdate: boolean;
    /** `regexp:<re>` or `any`. */
    readonly allowTags: string;
    /** Globs; a list, never a single string. */
    readonly ignoreTags?: string[];
    /** `secret:<namespace>/<name>#<key>` */
    readonly pullSecret?: string;
}

/** The fields we set of `argocd-image-updater.argoproj.io/v1alpha1 ImageUpdater`. */
export interface ImageUpdater {
    readonly apiVersion: typeof ApiVersions.ImageUpdater;
    readonly kind: "ImageUpdater";
    readonly metadata: {
        readonly name: string;
        readonly namespace: string;
        readonly labels: Record<string, string>;
    };
    readonly spec: {
        readonly applicationRefs: {
            readonly namePattern: string;
            readonly writeBackConfig: {
                readonly method: "git";
                readonly gitConfig: {
                    readonly repository: Input<string>;
                    readonly branch: Input<string>;
                    readonly writeBackTarget: string;
                    readonly pullRequest?: { readonly github: Record<string, never> };
                };
            };
            readonly images: {
                readonly alias: string;
                readonly imageName: string;
                readonly commonUpdateSettings: ImageUpdateSettings;
            }[];
        }[];
    };
}

/**
 * What the updater does for one environment.
 *
 * Settings stand at the images only, and complete: the CRD fills its defaults (`semver`,
 * `forceUpdate: false`) into any block of settings, and so breaks inheritance between levels.
 */
export function imageUpdater(args: ImageUpdaterArgs): ImageUpdater {
    return {
        apiVersion: ApiVersions.ImageUpdater,
        kind: "ImageUpdater",
        metadata: {
            name: args.names.instance,
            namespace: args.argoNamespace,
            labels: { [Labels.PartOf]: args.app.name },
        },
        spec: {
            applicationRefs: [
                {
                    // The exact name: two resources that match one Application undo each other.
                    namePattern: args.names.instance,
                    writeBackConfig: {
                        // With repository Secrets; `git:secret:…` would not check host keys.
                        method: "git",
                        gitConfig: {
                            repository: args.repositoryUrl,
                            branch: args.branch,
                            // Never base, which would carry one environment's tag into all.
                            writeBackTarget: `kustomization:/${overlayPath(args.overlay)}`,
                            // There is nothing to say of them: 1.2 knows no labels, no reviewers
                            // and no drafts.
                            ...(args.pullRequests === true && { pullRequest: { github: {} } }),
                        },
                    },
                    images: args.app.images.map((image) => trackedImage(args, image)),
                },
            ],
        },
    };
}

/** Without a constraint the updater would take release candidates too. */
const ANY_RELEASE = "*";

/** Which tags one image takes, and which of them it prefers. */
interface Choice {
    readonly strategy: UpdateStrategy;
    readonly allowTags: string;
    /** What stands behind the image's name: a semver constraint, or the tag whose digest counts. */
    readonly suffix?: string;
}

function trackedImage(args: ImageUpdaterArgs, image: AppImage) {
    const choice = choose(args, image);
    return {
        alias: image.name,
        imageName:
            choice.suffix === undefined ? image.repository : `${image.repository}:${choice.suffix}`,
        commonUpdateSettings: {
            updateStrategy: choice.strategy,
            // Images that run nowhere yet are updated too: the first tag is the updater's to set.
            forceUpdate: true,
            allowTags: choice.allowTags,
            // Not an empty list: the updater would drop it when it adds its finalizer.
            ...(args.paused && { ignoreTags: ["*"] }),
            ...(args.pullSecret === true && {
                pullSecret: `secret:${args.argoNamespace}/${args.names.registrySecret}#${SecretKeys.RegistryCredentials}`,
            }),
        },
    };
}

function choose(args: ImageUpdaterArgs, image: AppImage): Choice {
    const pin = args.pins[image.name];
    if (pin !== undefined) {
        // Works whatever the strategy was, and the updater itself commits the pinned tag.
        return { strategy: UpdateStrategy.Alphabetical, allowTags: onlyTag(pin) };
    }
    const strategy = image.strategy ?? args.policy.strategy;
    const allowTags =
        strategy === args.policy.strategy && strategy !== UpdateStrategy.Digest
            ? args.policy.allowTags
            : tagsOf(strategy, image.tag);
    switch (strategy) {
        case UpdateStrategy.Semver:
            return {
                strategy,
                allowTags,
                suffix: args.constraints[image.name] ?? args.policy.constraint ?? ANY_RELEASE,
            };
        case UpdateStrategy.Digest:
            return { strategy, allowTags, suffix: image.tag };
        default:
            return { strategy, allowTags };
    }
}
