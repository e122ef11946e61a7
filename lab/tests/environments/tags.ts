import semver from "semver";

import { registryTags } from "../../registry/registryTags";
import type { Scene, StackName } from "./scene";

/** Releases that all environments but dev take. */
const SERIES = "1.0";

const DEV_TAG = /^dev-(\d{14})-[0-9a-f]{7}$/;

/** A tag as the workflow gives to builds of the main branch, after all that the image has. */
export async function nextDevTag(scene: Scene, image: string): Promise<string> {
    const now = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
    const times = (await registryTags(image)).flatMap((tag) => DEV_TAG.exec(tag)?.[1] ?? []);
    const newest = BigInt(times.sort().at(-1) ?? "0");
    const time = newest < BigInt(now) ? now : String(newest + 1n);
    return `dev-${time}-${(await scene.copy.head()).slice(0, 7)}`;
}

/** A tag that an environment takes, after all that the image has. */
export function nextTagFor(scene: Scene, stack: StackName, image: string): Promise<string> {
    return stack === "dev" ? nextDevTag(scene, image) : nextVersion(image, SERIES);
}

/**
 * The next patch of a series, after all that the image has.
 *
 * @param series `1.0`
 */
export async function nextVersion(image: string, series: string): Promise<string> {
    const newest = await newestVersion(image, `~${series}`);
    return newest === undefined ? `v${series}.0` : `v${semver.inc(newest, "patch") ?? ""}`;
}

/** A release of version 1 after all that the image has. */
export async function nextRelease(image: string): Promise<string> {
    const newest = (await newestVersion(image, "^1.0")) ?? "v1.0.0";
    return nextVersion(image, `1.${semver.minor(newest)}`);
}

/** The newest release that an image has and a constraint allows, as its tag. */
export async function newestVersion(
    image: string,
    constraint: string,
): Promise<string | undefined> {
    const releases = (await registryTags(image)).filter((tag) => /^v\d+\.\d+\.\d+$/.test(tag));
    return semver.maxSatisfying(releases, constraint) ?? undefined;
}
