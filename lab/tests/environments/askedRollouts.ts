import { z } from "zod";

import { type RolloutSpan, silences } from "../../loop/answers";
import type { IdentifiedBuild } from "../../loop/build";
import { followBuild, type Watched } from "../../loop/hops";
import { serviceUrl } from "../../loop/http";
import { imageOf } from "../../loop/lab";
import { type Asked, askOnce, Requests } from "../../loop/requests";
import { waitFor } from "../../wait";
import type { BuildPool } from "./buildPool";
import { type AppName, APPS, type Scene, type StackName } from "./scene";
import { nextTagFor } from "./tags";

export interface RolloutPlan {
    readonly stack: StackName;
    /**
     * Rollouts one after the other, each of all applications: the next is pushed when the one before
     * is synced, so that both are under way, and neither event has to wait for polling. One in which
     * the client was held up does not count, and is followed by another, up to half as many again.
     */
    readonly count: number;
    readonly builds: BuildPool;
    /** Ends earlier, after the rollout in which this was first met. */
    readonly enough?: (soFar: readonly Asked[]) => boolean;
}

/** What clients saw, and which rollouts there were meanwhile. */
export interface AskedRollouts {
    readonly asked: readonly Asked[];
    readonly spans: readonly RolloutSpan[];
    /** How many rollouts of all applications the client asked through without a pause. */
    readonly watched: number;
    /** Where it paused in others. */
    readonly pauses: readonly string[];
    /** Those others. */
    readonly paused: readonly RolloutSpan[];
}

/** Longer than any plan of the tests takes. */
const AT_MOST_SECONDS = 1_200;

/**
 * Pushes other builds of all applications again and again, each as soon as the one before is rolled
 * out, and asks their Services all the time: from before the first push until the last pod that was
 * replaced has ended.
 */
export async function rollOutWhileAsked(scene: Scene, plan: RolloutPlan): Promise<AskedRollouts> {
    const { api, instance } = scene.watched[plan.stack];
    const targets = await Promise.all(
        APPS.map(async (service) => ({ service, url: await serviceUrl(api, instance, service) })),
    );
    const running = new Map<AppName, string>();
    for (const { service, url } of targets) {
        running.set(service, await runningBuild(url));
    }
    const spans: RolloutSpan[] = [];
    const requests = new Requests(targets, { atMostSeconds: AT_MOST_SECONDS });
    let asked: readonly Asked[] = [];
    let watched = 0;
    const pauses: string[] = [];
    const paused: RolloutSpan[] = [];
    try {
        const most = plan.count + Math.max(2, Math.ceil(plan.count / 2));
        for (
            let round = 0;
            watched < plan.count && round < most && !plan.enough?.(requests.soFar);
            round++
        ) {
            const begun = performance.now();
            const rollouts: Promise<RolloutSpan>[] = [];
            for (const service of APPS) {
                const old = running.get(service) ?? "";
                const build = await pushNext(scene, plan, service, old);
                const rollout = (synced: () => void) =>
                    follow(scene.watched[plan.stack], build, synced).then((complete) => {
                        running.set(service, build.buildId);
                        return { service, old, next: build.buildId, begun, complete };
                    });
                await new Promise<void>((resolve, reject) => {
                    rollouts.push(rollout(resolve));
                    rollouts.at(-1)?.catch(reject);
                });
            }
            const rolledOut = await Promise.all(rollouts);
            spans.push(...rolledOut);
            const found = silences(
                requests.soFar.toSorted((a, b) => a.at - b.at),
                rolledOut,
            );
            pauses.push(...found);
            if (found.length === 0) {
                watched++;
            } else {
                paused.push(...rolledOut);
            }
        }
        await replacedPodsEnded(scene, plan.stack);
    } finally {
        asked = await requests.stop();
    }
    return { asked, spans, watched, pauses, paused };
}

/** @returns when it was rolled out, in milliseconds of `performance.now()` */
async function follow(
    watched: Watched,
    build: IdentifiedBuild,
    synced: () => void,
): Promise<number> {
    await followBuild(watched, build, ({ hop }) => {
        if (hop === "synced") {
            synced();
        }
    });
    return performance.now();
}

async function runningBuild(url: string): Promise<string> {
    const outcome = await askOnce(url, 1000);
    if ("failure" in outcome) {
        throw new Error(`${url} does not answer before the first rollout: ${outcome.failure}`);
    }
    return outcome.build;
}

async function pushNext(
    scene: Scene,
    { stack, builds }: RolloutPlan,
    name: AppName,
    running: string,
): Promise<IdentifiedBuild> {
    const image = imageOf(name);
    const { buildId, app } = builds.after(name, running);
    const tag = await nextTagFor(scene, stack, image);
    const digest = await app.push(`${image}:${tag}`);
    return { name, image, tag, digest, buildId, at: performance.now() };
}

const pods = z.object({
    items: z.array(
        z.object({
            metadata: z.object({ name: z.string(), deletionTimestamp: z.string().optional() }),
        }),
    ),
});

/** Pods that are being deleted are not in a Deployment's counts, but somebody may still ask them. */
async function replacedPodsEnded(scene: Scene, stack: StackName): Promise<void> {
    const { api, instance } = scene.watched[stack];
    await waitFor(
        async () => {
            const all = (await api.get(`/api/v1/namespaces/${instance}/pods`, pods))?.items ?? [];
            const going = all.filter(({ metadata }) => metadata.deletionTimestamp !== undefined);
            return going.length === 0
                ? { met: true, value: undefined }
                : { met: false, state: going.map(({ metadata }) => metadata.name).join() };
        },
        { what: `the replaced pods of ${instance} to end`, deadlineSeconds: 60 },
    );
}
