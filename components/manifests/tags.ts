import { UpdateStrategy } from "./model";

/** Tags the workflow gives to builds of the default branch: time of the commit, then its name. */
export const DEV_TAGS = String.raw`regexp:^dev-\d{14}-[0-9a-f]{7}$`;

/**
 * Tags that are versions: `v1.2.3`, `1.2.3`, `v1.2.3-rc.1`. The updater by itself reads `v1.2` and
 * `v1.2.03` as versions too.
 */
export const VERSION_TAGS = String.raw`regexp:^v?(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}(-[0-9A-Za-z.]+)?$`;

/** Every tag. */
export const ANY_TAG = "any";

/** Exactly this tag. */
export function onlyTag(tag: string): string {
    return `regexp:^${tag.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)}$`;
}

/** Tags an image may take whose own strategy differs from the environment's. */
export function tagsOf(strategy: UpdateStrategy, tag?: string): string {
    switch (strategy) {
        case UpdateStrategy.Alphabetical:
            return DEV_TAGS;
        case UpdateStrategy.Semver:
            return VERSION_TAGS;
        case UpdateStrategy.NewestBuild:
            return ANY_TAG;
        case UpdateStrategy.Digest:
            return tag === undefined ? ANY_TAG : onlyTag(tag);
    }
}
