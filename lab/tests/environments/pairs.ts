import { setTimeout as sleep } from "node:timers/promises";

import { followBuild } from "../../loop/hops";
import { imageOf } from "../../loop/lab";
import { addTag, type Manifest, readManifest } from "../../registry/retag";
import type { Pair } from "./pairTimes";
import type { AppName, Scene } from "./scene";
import { nextDevTag } from "./tags";

/** Longest time between the two pushes of a pair, in milliseconds. */
const APART = 200;

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
