/** Tag of an image; `undefined` without one, and for an image that is named by its digest. */
export function tagOf(image: string): string | undefined {
    return /^[^@]*[^@/]:([^/@:]+)$/.exec(image)?.[1];
}

/** Whether neither a tag nor a digest says which one is meant, which makes it `latest`. */
export function isUntagged(image: string): boolean {
    return image !== "" && !image.includes("@") && tagOf(image) === undefined;
}
