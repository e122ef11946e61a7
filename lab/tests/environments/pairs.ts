import { setTimeout as sleep } from "node:timers/promises";

import { imageOf } from "../../loop/lab";
import { addTag, type Manifest } from "../../registry/retag";
import { DeadlineExceeded, waitFor } from "../../wait";
import { APPS, type AppName, OVERLAYS, type Scene } from "./scene";

/** Longest time between the two pushes of a pair, in milliseconds. */
const APART = 200;

/** How long both builds of a pair may take to be committed before the interval must have helped. */
const PATIENCE_SECONDS = 15;

/** A build of each application, pushed nearly at once. */
export interface Pair {
    /** Tag of both. */
    readonly tag: string;
    /** Time between the answers to both pushes, in milliseconds. */
    readonly apart: number;
    /** When the registry had both, in milliseconds of `performance.now()`. */
    readonly at: number;
    /** Applications whose build was not committed soon: its event had lost to the other one's. */
    readonly late: readonly AppName[];
}

/**
 * Pushes builds of both applications within 200 ms, and looks whether both are committed soon. Where
 * the machine was too busy to push them that close together, further tags are tried.
 *
 * @param pause between the beginnings of both pushes, in milliseconds
 * @param tags to take from
 */
export async function pushPair(
    scene: Scene,
    manifests: Readonly<Record<AppName, Manifest>>,
    pause: number,
    tags: Iterator<string, never>,
): Promise<Pair> {
    const ends: number[] = [];
    const push = async (app: AppName, tag: string) => {
        await addTag(manifests[app], tag);
        ends.push(performance.now());
    };
    for (let attempt = 1; ; attempt++) {
        const tag = tags.next().value;
        ends.length = 0;
        await Promise.all([push("backend", tag), sleep(pause).then(() => push("frontend", tag))]);
        const apart = Math.max(...ends) - Math.min(...ends);
        const late = await notCommitted(scene, tag);
        if (apart <= APART) {
            return { tag, apart, at: Math.max(...ends), late };
        }
        if (attempt === 10) {
            throw new Error(`this machine does not push two images within ${APART} ms`);
        }
    }
}

/** Applications whose tag has not been committed to dev's overlay in a time without any polling. */
async function notCommitted(scene: Scene, tag: string): Promise<readonly AppName[]> {
    let missing: readonly AppName[] = APPS;
    try {
        await waitFor(
            async () => {
                const tags = await scene.lab.repository.overlayTags(OVERLAYS.dev);
                missing = APPS.filter((app) => tags[imageOf(app)] !== tag);
                return missing.length === 0
                    ? { met: true, value: undefined }
                    : { met: false, state: missing.join() };
            },
            { what: `both builds ${tag} to be committed`, deadlineSeconds: PATIENCE_SECONDS },
        );
    } catch (error) {
        if (!(error instanceof DeadlineExceeded)) {
            throw error;
        }
    }
    return missing;
}
