import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";

import { unchanged } from "../../engine/labStack";
import type { DeliveryEntry } from "../../github/journal";
import { followBuild, type PushedBuild } from "../../loop/hops";
import { imageOf } from "../../loop/lab";
import { podLog } from "../../loop/podLog";
import { syncCause } from "../../loop/syncCause";
import { committedTags } from "../../loop/updaterLooks";
import { waitFor } from "../../wait";
import { isFullRun } from "../support/parts";
import { inFullRuns, type Step } from "../support/steps";
import { pushPairs } from "./pairs";
import { boundOf, type Pair, tooLate } from "./pairTimes";
import { APPS, type AppName, type Scene } from "./scene";
import { INTERVAL_SECONDS, SHORT_INTERVAL_SECONDS, withShortIntervals } from "./shortIntervals";
import {
    delivered,
    EVENTS,
    type EventName,
    lastDelivery,
    secretOf,
    sendEvent,
} from "./signedEvents";
import { nextDevTag } from "./tags";

/** Pairs at the program's own intervals, a minute each at worst, and at short ones. */
const PAIRS = isFullRun() ? 2 : 1;
const SHORT_PAIRS = isFullRun() ? 8 : 0;

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
        const byWebhooks = async () => {
            const since = new Date();
            const before = await lastDelivery(scene);
            const build = await pushBuild("backend");
            const hops = await followBuild(scene.watched.dev, build);
            const total = hops.reduce((sum, { seconds }) => sum + seconds, 0);
            assert.ok(total < INTERVAL_SECONDS, JSON.stringify(hops));
            const commit = await headOf(scene);
            for (const [event, text] of [
                ["package", build.tag],
                ["push", commit],
            ] as const) {
                const delivery = await awaitDelivery(scene, event, before, text);
                assert.equal(delivery.status, 200, JSON.stringify(delivery));
                assert.ok(delivery.signed);
            }
            await awaitHeard(scene, since, { push: 1, package: 1 });
            return await whatBegan(scene, since, build, commit);
        };
        const both = ["webhook", "webhook"];
        const began = await byWebhooks();
        // A look by the clock may come at the very moment; not twice.
        assert.deepEqual(isDeepStrictEqual(began, both) ? began : await byWebhooks(), both);
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

    inFullRuns(step)(
        "with a wrong secret at both webhooks, the loop closes by polling",
        async () => {
            const { repository } = scene.lab;
            await repository.setHookSecrets(() => "another secret");
            try {
                await withShortIntervals(scene, async () => {
                    const since = new Date();
                    const before = await lastDelivery(scene);
                    const build = await pushBuild("frontend");
                    await followBuild(scene.watched.dev, build);
                    const commit = await headOf(scene);
                    await awaitDelivery(scene, "package", before, build.tag);
                    await awaitDelivery(scene, "push", before, commit);
                    for (const event of EVENTS) {
                        const sent = await delivered(scene, event, before);
                        assert.deepEqual([...new Set(sent.map(({ status }) => status))], [400]);
                        assert.deepEqual(await heard(scene, event, since), []);
                    }
                    const began = await whatBegan(scene, since, build, commit);
                    assert.deepEqual(began, ["itself", "itself"]);
                });
            } finally {
                const secrets = {
                    push: await secretOf(scene, "push"),
                    package: await secretOf(scene, "package"),
                };
                await repository.setHookSecrets(({ events }) =>
                    events.includes("push") ? secrets.push : secrets.package,
                );
            }
        },
    );

    step(
        `of ${PAIRS + SHORT_PAIRS} pairs of images pushed within 200 ms nothing is lost`,
        async () => {
            const before = await lastDelivery(scene);
            const pairs = await pushPairs(scene, PAIRS);
            report(pairs);
            assert.deepEqual(tooLate(pairs, boundOf(INTERVAL_SECONDS)), []);
            // With the right secrets at both webhooks again.
            for (const event of EVENTS) {
                const sent = await delivered(scene, event, before);
                assert.deepEqual([...new Set(sent.map(({ status }) => status))], [200]);
            }
            if (SHORT_PAIRS > 0) {
                await withShortIntervals(scene, async () => {
                    const more = await pushPairs(scene, SHORT_PAIRS);
                    report(more);
                    assert.deepEqual(tooLate(more, boundOf(SHORT_INTERVAL_SECONDS)), []);
                });
            }
        },
    );

    inFullRuns(step)("nothing is left to repair", async () => {
        const { changes, printed } = await scene.stacks.dev.preview({ refresh: true });
        assert.ok(unchanged(changes), printed);
    });
}

function report(pairs: readonly Pair[]): void {
    for (const { apart, seconds } of pairs) {
        const each = APPS.map((app) => {
            const { committed, synced } = seconds[app];
            return `${app} committed after ${committed.toFixed(1)} s, synced after ${synced.toFixed(1)} s`;
        });
        console.log(`        ${apart.toFixed(0)} ms apart: ${each.join("; ")}`);
    }
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

/** What a receiver has said of acting on events since then. */
async function heard(scene: Scene, event: EventName, since: Date): Promise<readonly string[]> {
    const { app, line } = HEARD[event];
    const log = await podLog(scene.lab.api, scene.watched.dev.argoNamespace, app, since);
    return log.match(line) ?? [];
}

/** Waits for the delivery of an event that has a text. */
function awaitDelivery(
    scene: Scene,
    event: EventName,
    after: number,
    text: string,
): Promise<DeliveryEntry> {
    return waitFor(
        async () => {
            const entries = await delivered(scene, event, after);
            const found = entries.find(({ payload }) => JSON.stringify(payload).includes(text));
            return found
                ? { met: true, value: found }
                : { met: false, state: JSON.stringify(entries.map(({ url }) => url)) };
        },
        { what: `the ${event} event of ${text}`, deadlineSeconds: 30 },
    );
}

/**
 * Whether a webhook made the updater look when it committed a build, and Argo CD when it began the
 * sync; or they looked by themselves.
 */
async function whatBegan(
    scene: Scene,
    since: Date,
    { image, tag }: PushedBuild,
    commit: string,
): Promise<readonly string[]> {
    const { api, argoNamespace, instance } = scene.watched.dev;
    const log = (app: string) => podLog(api, argoNamespace, app, since);
    const updates = committedTags(await log("argocd-image-updater"));
    const update = updates.find(({ reference }) => reference === `${image}:${tag}`);
    assert.ok(update, JSON.stringify(updates));
    const sync = syncCause(await log("argocd-application-controller"), instance, commit);
    assert.ok(sync, `no sync of ${commit} has begun`);
    const said = (await log("argocd-server"))
        .split("\n")
        .find((line) => line.includes(`refreshing app '${instance}' from webhook`));
    const told = said !== undefined && Date.parse(said.split(" ")[0] ?? "") <= sync.at;
    return [
        update.event === tag ? "webhook" : "itself",
        told && sync.because === "normal refresh requested" ? "webhook" : "itself",
    ];
}

/** Waits until the receivers have acted on events, and asserts that it was on no more than those. */
async function awaitHeard(
    scene: Scene,
    since: Date,
    expected: Partial<Record<EventName, number>>,
): Promise<void> {
    for (const event of EVENTS.filter((one) => expected[one] !== undefined)) {
        const count = await waitFor(
            async () => {
                const { length } = await heard(scene, event, since);
                return length >= (expected[event] ?? 0)
                    ? { met: true, value: length }
                    : { met: false, state: `${length} times` };
            },
            {
                what: `${HEARD[event].app} to act on a ${event} event`,
                deadlineSeconds: 60,
                intervalMilliseconds: 250,
            },
        );
        assert.equal(count, expected[event]);
    }
}
