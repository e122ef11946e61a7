import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";

import { imageOf } from "../../loop/lab";
import * as registry from "../../registry/retag";
import { updaterHasLooked } from "../../loop/updaterLooks";
import { waitFor } from "../../wait";
import { type AppName, APPS, OVERLAYS, type Scene, type StackName, stacksOf } from "./scene";

/** The release that the story begins with. */
export const FIRST_RELEASE = "v1.0.0";

/** The tag that each overlay of the story gives each image, or `tag@digest`. */
export type Tags = Readonly<Record<StackName, Readonly<Record<AppName, string>>>>;

/** Changes of {@link Tags}. What is not named stays. */
export type Moves = Readonly<
    Partial<Record<StackName, Readonly<Partial<Record<AppName, string>>>>>
>;

/** What Git says now. */
export async function tagsNow(scene: Scene): Promise<Tags> {
    const entries = stacksOf(scene).map(async (stack) => {
        const tags = await scene.lab.repository.overlayTags(OVERLAYS[stack]);
        return [stack, byApp((app) => tags[imageOf(app)] ?? "")] as const;
    });
    return Object.fromEntries(await Promise.all(entries)) as Tags;
}

/** Pushes an application under a further tag. */
export async function pushTag(scene: Scene, app: AppName, tag: string): Promise<string> {
    return scene.apps[app].push(`${imageOf(app)}:${tag}`);
}

/** Gives an application that is in the registry a further tag, for nobody to run. */
export async function addTag(app: AppName, tag: string): Promise<void> {
    await registry.addTag(await registry.readManifest(imageOf(app), FIRST_RELEASE), tag);
}

/**
 * Has the updater look for every environment, and waits until it has. With webhooks the push of a
 * tag that nobody takes is what it looks after; without, it looks when its interval is over.
 *
 * Whatever was in the registry before this is then judged.
 */
export async function lookAgain(scene: Scene, apps: readonly AppName[] = APPS): Promise<void> {
    for (const app of apps) {
        const since = new Date();
        await addTag(app, `look-${since.getTime()}`);
        await looked(scene, since);
    }
}

/** Waits until the updater has looked for every environment since a point in time. */
export async function looked(scene: Scene, since: Date): Promise<void> {
    const { argoNamespace } = scene.watched.dev;
    const instances = stacksOf(scene).map((stack) => scene.watched[stack].instance);
    await updaterHasLooked(scene.lab.api, { argoNamespace, instances, since });
}

/** Waits until Git says what is expected. */
export async function awaitTags(scene: Scene, expected: Tags): Promise<void> {
    await waitFor(
        async () => {
            const tags = await tagsNow(scene);
            return isDeepStrictEqual(tags, expected)
                ? { met: true, value: undefined }
                : { met: false, state: JSON.stringify(tags) };
        },
        { what: `overlays to say ${JSON.stringify(expected)}`, deadlineSeconds: 180 },
    );
}

/**
 * Does something, and asserts what the updater makes of it: which tags move and to what, that no
 * other does, and that it makes one commit for each environment that moves, which touches that
 * environment's overlay only.
 *
 * A tag that does not move is not waited for by the clock: the updater has looked at the registry
 * for each environment, after the work was done, before the overlays are read.
 *
 * @param work says what is to move
 * @param apps whose images the updater has to look at
 */
export async function expectMoves(
    scene: Scene,
    work: () => Promise<Moves>,
    apps: readonly AppName[] = ["backend"],
): Promise<void> {
    const { copy } = scene;
    await copy.pull();
    const head = await copy.head();
    const before = await tagsNow(scene);
    const moves = await work();
    const expected = moved(before, moves);
    await awaitTags(scene, expected);
    await lookAgain(scene, apps);
    assert.deepEqual(await tagsNow(scene), expected);
    const touched = (await copy.commitsAfter(head)).map((commit) => {
        assert.equal(commit.committer, "argocd-image-updater", JSON.stringify(commit));
        const [file, ...others] = commit.files;
        assert.deepEqual(others, [], JSON.stringify(commit));
        return file;
    });
    const moving = stacksOf(scene)
        .filter((stack) => !isDeepStrictEqual(before[stack], expected[stack]))
        .map((stack) => `manifests/overlays/${OVERLAYS[stack]}/kustomization.yaml`);
    assert.deepEqual(touched.sort(), moving.sort());
}

/** Tags after moves; those of environments that have no tags are nobody's. */
export function moved(tags: Tags, moves: Moves): Tags {
    const stacks = Object.keys(tags) as StackName[];
    return Object.fromEntries(
        stacks.map((stack) => [stack, { ...tags[stack], ...moves[stack] }]),
    ) as Tags;
}

function byApp(value: (app: AppName) => string): Record<AppName, string> {
    return { backend: value("backend"), frontend: value("frontend") };
}
