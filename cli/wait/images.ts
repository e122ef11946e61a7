import type { Deployment, ImageUpdater, ReplicaSet } from "./objects";

/** The tag of images that were never built, as the overlay is seeded with it. */
export const UNBUILT_TAG = "v0.0.0";

/** `ghcr.io/acme/app:v1.0.0` in two. */
export interface ImageReference {
    readonly image: string;
    /** Tag or digest; empty if there is none. */
    readonly tag: string;
}

export function readReference(reference: string): ImageReference {
    const [name = reference, digest] = reference.split("@");
    // A tag stands behind the last colon; a port is followed by a slash.
    const [, image = name, tag = ""] = /^(.*?)(?::([^/:]+))?$/.exec(name) ?? [];
    return { image, tag: tag || (digest ?? "") };
}

/** An image the updater follows. */
export interface Followed extends ImageReference {
    /** Its name in the stack's configuration: the key of `pin`. */
    readonly name: string;
    /** The one tag it may have, if it is pinned. */
    readonly pin?: string;
}

/** What the updater is told to follow; its resource is what `pulumi up` has made of the configuration. */
export function followed(imageUpdater: ImageUpdater | undefined): Followed[] {
    const references = imageUpdater?.spec.applicationRefs ?? [];
    return references.flatMap(({ images = [] }) =>
        images.map(({ alias, imageName, commonUpdateSettings = {} }) => ({
            ...readReference(imageName),
            name: alias,
            pin: commonUpdateSettings.ignoreTags?.includes("*")
                ? undefined
                : onlyTagOf(commonUpdateSettings.allowTags ?? ""),
        })),
    );
}

/** The tag, if a pattern matches one only: `regexp:^v1\.0\.3$`. */
function onlyTagOf(pattern: string): string | undefined {
    const [, tag] = /^regexp:\^((?:\\[^\w]|[^\\^$.*+?()[\]{}|])+)\$$/.exec(pattern) ?? [];
    return tag?.replaceAll(/\\(.)/g, "$1");
}

/** The containers' images, those the updater follows first. */
export function imagesOf(
    { spec }: Pick<Deployment | ReplicaSet, "spec">,
    all: readonly Followed[],
): ImageReference[] {
    const images = spec.template.spec.containers.map(({ image }) => readReference(image));
    const isFollowed = ({ image }: ImageReference) => all.some((one) => one.image === image);
    return [...images].sort((a, b) => Number(isFollowed(b)) - Number(isFollowed(a)));
}
