import type { ImageUpdater } from "./manifests";

/** One image and what the updater picks for it. */
export interface TrackedImage {
    /** Its repository, without a tag. */
    readonly image: string;
    /** How the updater picks among the allowed tags: a value of `UpdateStrategy`. */
    readonly strategy: string;
    /** Semver constraint, or the tag whose digest counts. */
    readonly constraint?: string;
    /** `regexp:<re>` or `any`: tags that are considered at all. */
    readonly allowTags: string;
}

/** What an ImageUpdater resource says of each image. */
export function trackedImages(updates: ImageUpdater): TrackedImage[] {
    return updates.spec.applicationRefs.flatMap(({ images }) =>
        images.map(({ imageName, commonUpdateSettings }) => {
            // A tag or constraint stands behind the last colon; a port is followed by a slash.
            const [, image = imageName, constraint] = /^(.*?)(?::([^/]+))?$/.exec(imageName) ?? [];
            return {
                image,
                strategy: commonUpdateSettings.updateStrategy,
                ...(constraint !== undefined && { constraint }),
                allowTags: commonUpdateSettings.allowTags,
            };
        }),
    );
}
