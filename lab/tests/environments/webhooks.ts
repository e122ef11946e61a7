import assert from "node:assert/strict";

import type { PushedBuild } from "../../loop/hops";
import { followBuild } from "../../loop/hops";
import { imageOf } from "../../loop/lab";
import { podLog } from "../../loop/podLog";
import { unchanged } from "../../engine/labStack";
import { readManifest } from "../../registry/retag";
import { waitFor } from "../../wait";
import { isFullRun } from "../support/parts";
import type { Step } from "../support/steps";
import { type Pair, pushPair } from "./pairs";
import { APPS, type AppName, type Scene } from "./scene";
import { INTERVAL_SECONDS, withShortIntervals } from "./shortIntervals";
import {
    delivered,
    EVENTS,
    type EventName,
    lastDelivery,
    secretOf,
    sendEvent,
} from "./signedEvents";
import { nextDevTag } from "./tags";

/** What each receiver says to an event that it does not believe. */
const REFUSALS: Readonly<Record<EventName, { unsigned: string; wrong: string }>> = {
    push: {
        unsigned: "Webhook processing failed: missing X-Hub-Signature-256 Header",
        wrong: "Webhook processing failed: HMAC verification failed",
    },
    package: { unsigned: "missing webhook signature", wrong: "invalid webhook signature" },
};

/**
 * Events from GitHub and the registry: how fast they make the loop, who may send them, and that
 * nothing is lost without them. All of it in dev.
 */
export function webhooksSteps(scene: Scene, step: Step): void {
    const pushBuild = async (app: AppName): Promise<PushedBuild> => {
        const image = imageOf(app);
        const tag = await nextDevTag(scene, image);
        const digest = await scene.apps[app].push(`${image}:${tag}`);
        return { name: app, image, tag, digest, at: performance.now() };
    };

    step("an image reaches its pods by two webhooks, both signed, before any poll", async () => {
        const before = await lastDelivery(scene);
        const since = new Date();
        const build = await pushBuild("backend");
        const hops = await followBuild(scene.watched.dev, build);
        const total = hops.reduce((sum, { seconds }) => sum + seconds, 0);
        assert.ok(total < INTERVAL_SECONDS, JSON.stringify(hops));

        const [commit] = await scene.lab.repository.commits();
        const ofBuild: Readonly<Record<EventName, string>> = {
            package: build.tag,
            push: commit?.sha ?? "none",
        };
        for (const event of EVENTS) {
            const delivery = await waitFor(
                async () => {
                    const entries = await delivered(scene, event, before);
                    const found = entries.find(({ payload }) =>
                        JSON.stringify(payload).includes(ofBuild[event]),
                    );
                    return found
                        ? { met: true, value: found }
                        : { met: false, state: JSON.stringify(entries.map(({ url }) => url)) };
                },
                { what: `the ${event} event of ${ofBuild[event]}`, deadlineSeconds: 30 },
            );
            assert.equal(delivery.status, 200, JSON.stringify(delivery));
            assert.ok(delivery.signed);
        }
        await awaitHeard(scene, since, { push: 1, package: 1 });
    });

    for (const event of EVENTS) {
        step(`a ${event} event with a wrong signature, or none, is refused`, async () => {
            const since = new Date();
            const head = await headOf(scene);
            const body = await lastBody(scene, event);
            const secret = await secretOf(scene, event);
            const tries: readonly [string, string | undefined, string][] = [
                [body, undefined, REFUSALS[event].unsigned],
                [body, "another secret", REFUSALS[event].wrong],
                // Signed by its own repository, and sent to this one's receiver.
                [ofOtherRepository(body), "its secret", REFUSALS[event].wrong],
            ];
            for (const [sent, signedWith, text] of tries) {
                assert.deepEqual(await sendEvent(event, sent, signedWith), { status: 400, text });
            }
            // Well signed, but of another repository: there is nothing to be done.
            assert.equal((await sendEvent(event, ofOtherRepository(body), secret)).status, 200);
            // Well signed, and of this one: it is heard, after all the others.
            assert.equal((await sendEvent(event, body, secret)).status, 200);
            await awaitHeard(scene, since, { [event]: 1 });
            assert.equal(await headOf(scene), head);
        });
    }

    step("with both webhooks switched off, the loop closes by polling", async () => {
        const { repository } = scene.lab;
        assert.deepEqual(
            (await repository.hooks()).map(({ active }) => active),
            [true, true],
        );
        await repository.switchHooks(false);
        try {
            const before = await lastDelivery(scene);
            await withShortIntervals(scene, async () => {
                await followBuild(scene.watched.dev, await pushBuild("frontend"));
            });
            for (const event of EVENTS) {
                assert.deepEqual(await delivered(scene, event, before), []);
            }
        } finally {
            await repository.switchHooks(true);
        }
    });

    step("nothing is left to repair", async () => {
        const { changes, printed } = await scene.stacks.dev.preview({ refresh: true });
        assert.ok(unchanged(changes), printed);
    });

    step(`of ${pairCount()} pairs of images pushed within 200 ms nothing is lost`, async () => {
        const { dev } = scene.watched;
        const inGit = await scene.lab.repository.overlayTags(dev.overlay);
        const read = async (app: AppName) => {
            const image = imageOf(app);
            return readManifest(image, inGit[image] ?? "");
        };
        const manifests = { backend: await read("backend"), frontend: await read("frontend") };
        const tags = devTags(await nextDevTag(scene, imageOf("backend")));
        const pairs: Pair[] = [];
        while (pairs.length < pairCount()) {
            pairs.push(await pushPair(scene, manifests, (pairs.length % 4) * 40, tags));
        }
        const last = pairs.at(-1);
        assert.ok(last);
        for (const app of APPS) {
            const { digest, image } = manifests[app];
            await followBuild(dev, { name: app, image, tag: last.tag, digest, at: last.at });
        }
        const seconds = (performance.now() - last.at) / 1000;
        assert.ok(seconds < INTERVAL_SECONDS + 30, `the last pair took ${seconds.toFixed(1)} s`);
        const late = pairs.filter((pair) => pair.late.length > 0);
        console.log(
            `        ${pairs.length} pairs, ${pairs.map(({ apart }) => apart.toFixed(0)).join(", ")} ms apart; ` +
                `${late.length} needed another event or the interval; ` +
                `both builds of the last ran after ${seconds.toFixed(1)} s`,
        );
    });
}

function pairCount(): number {
    return isFullRun() ? 10 : 1;
}

/** The text of the last event of its kind that this repository's webhook has delivered. */
async function lastBody(scene: Scene, event: EventName): Promise<string> {
    const last = (await delivered(scene, event, 0)).findLast(({ status }) => status === 200);
    assert.ok(last, `no ${event} event was delivered`);
    return JSON.stringify(last.payload);
}

/** The same event, had it happened in another repository, with an image of its own. */
function ofOtherRepository(body: string): string {
    return body.replaceAll("letsgo-gitops", "elsewhere").replaceAll("letsgo-app-", "elsewhere-");
}

async function headOf(scene: Scene): Promise<string> {
    return (await scene.lab.repository.commits())[0]?.sha ?? "";
}

/** What Argo CD and the updater say when they begin to act on an event for dev. */
const HEARD: Readonly<Record<EventName, { app: string; line: RegExp }>> = {
    push: { app: "argocd-server", line: /refreshing app '([^']*)' from webhook/g },
    package: {
        app: "argocd-image-updater",
        line: /"application":"[^"]*letsgo-app-dev".*matches webhook event=/g,
    },
};

/** Waits until the receivers have acted on events, and asserts that it was on no more than those. */
async function awaitHeard(
    scene: Scene,
    since: Date,
    expected: Partial<Record<EventName, number>>,
): Promise<void> {
    const { api } = scene.lab;
    const { argoNamespace } = scene.watched.dev;
    for (const event of EVENTS.filter((one) => expected[one] !== undefined)) {
        const { app, line } = HEARD[event];
        const count = await waitFor(
            async () => {
                const log = await podLog(api, argoNamespace, app, since);
                const found = log.match(line) ?? [];
                return found.length >= (expected[event] ?? 0)
                    ? { met: true, value: found.length }
                    : { met: false, state: `${found.length} times` };
            },
            {
                what: `${app} to act on a ${event} event`,
                deadlineSeconds: 60,
                intervalMilliseconds: 250,
            },
        );
        assert.equal(count, expected[event]);
    }
}

/** Tags of builds, each a second after the one before. */
function* devTags(first: string): Generator<string, never> {
    for (let tag = first; ;) {
        yield tag;
        tag = tag.replace(/\d{14}/, (time) => String(BigInt(time) + 1n));
    }
}
