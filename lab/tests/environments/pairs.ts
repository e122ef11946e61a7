import { setTimeout as sleep } from "node:timers/promises";

import { followBuild } from "../../loop/hops";
import { imageOf } from "../../loop/lab";
import { addTag, type Manifest, readManifest } from "../../registry/retag";
import { APPS, type AppName, type Scene } from "./scene";
import { nextDevTag } from "./tags";

/** Longest time between the two pushes of a pair, in milliseconds. */
const APART = 200;

/** A build of each application, pushed nearly at once. */
export interface Pair {
    /** Time between the answers to both pushes, in milliseconds. */
    readonly apart: number;
    /** Seconds from each build's own push until it was committed, and until it was synced. */
    readonly seconds: Readonly<Record<AppName, { committed: number; synced: number }>>;
}

/**
 * How long a build may take from its push until it is synced when one of its events is lost: one
 * interval, which the updater needs at most and Argo CD twice half of it, and what there is to do.
 * Docs/architecture.md has the same.
 *
 * @param interval of the updater, in seconds; Argo CD's is no more than half of it, or as short
 */
export function boundOf(interval: number): number {
    return interval + 30;
}

/** The builds that took longer, one a line. */
export function tooLate(pairs: readonly Pair[], bound: number): string[] {
    return pairs.flatMap(({ seconds }, index) =>
        APPS.filter((app) => seconds[app].synced > bound).map((app) => {
            const { committed, synced } = seconds[app];
            return `pair ${index + 1}, ${app}: committed after ${committed.toFixed(1)} s, synced after ${synced.toFixed(1)} s`;
        }),
    );
}

/**
 * Pushes pairs of builds to dev, each within 200 ms, and the next one when both builds of the one
 * before run: so none can make up for what another has lost.
 */
export async function pushPairs(scene: Scene, count: number): Promise<Pair[]> {
    const manifests = await manifestsInDev(scene);
    const pairs: Pair[] = [];
    for (let attempt = 0; pairs.length < count; attempt++) {
        if (attempt === count + 10) {
            throw new Error(`this machine does not push two images within ${APART} ms`);
        }
        const pair = await pushPair(scene, manifests, (pairs.length % 4) * 40);
        // Where the machine was too busy to push them that close together, there is another try.
        pairs.push(...(pair.apart <= APART ? [pair] : []));
    }
    return pairs;
}

type Manifests = Readonly<Record<AppName, Manifest>>;

/** @param pause between the beginnings of both pushes, in milliseconds */
async function pushPair(scene: Scene, manifests: Manifests, pause: number): Promise<Pair> {
    const tag = await nextDevTag(scene, imageOf("backend"));
    const push = async (app: AppName) => {
        await addTag(manifests[app], tag);
        return performance.now();
    };
    const [backend, frontend] = await Promise.all([
        push("backend"),
        sleep(pause).then(() => push("frontend")),
    ]);
    const follow = async (name: AppName, at: number) => {
        const { digest, image } = manifests[name];
        const build = { name, image, tag, digest, at };
        const hops = await followBuild(scene.watched.dev, build);
        const [committed = NaN, next = NaN] = hops.map(({ seconds }) => seconds);
        return { committed, synced: committed + next };
    };
    const [ofBackend, ofFrontend] = await Promise.all([
        follow("backend", backend),
        follow("frontend", frontend),
    ]);
    return {
        apart: Math.abs(backend - frontend),
        seconds: { backend: ofBackend, frontend: ofFrontend },
    };
}

/** What runs in dev, to be given further tags: nothing has to be pulled for them. */
async function manifestsInDev({ lab, watched }: Scene): Promise<Manifests> {
    const inGit = await lab.repository.overlayTags(watched.dev.overlay);
    const read = (app: AppName) => readManifest(imageOf(app), inGit[imageOf(app)] ?? "");
    return { backend: await read("backend"), frontend: await read("frontend") };
}
