import type { ImageUpdater } from "./manifests";

/** One image and what the updater picks for it. */
export interface TrackedImage {
    readonly image: string;
    readonly strategy: string;
    /** Semver constraint, or the tag whose digest counts. */
    readonly constraint?: string;
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
