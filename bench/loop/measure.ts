import { setTimeout as sleep } from "node:timers/promises";

import { imageOf, type Lab, watch } from "../../lab/loop/lab";
import { logsSince } from "./componentLogs";
import type { Installation } from "./hops";
import { Observer } from "./observer";
import { pollsOf } from "./polls";
import { type Push, type Series, seriesOf } from "./result";
import { pushStaged, type StagedBuild } from "./stagedBuilds";
import { STEPS, stepsOf } from "./steps";

/** What is pushed to. */
export const APPLICATION = "backend";

/**
 * Longest pause before a push, in seconds: the slower of the two pollers, because a push that
 * follows at once on the one before would always meet the updater at the same point of its round.
 */
const LONGEST_PAUSE: Readonly<Record<Installation, number>> = {
    webhook: 2,
    polling: 60,
    default: 120,
};

/** Pushes builds one after the other, each at a moment taken by chance. */
export async function measure(
    lab: Lab,
    name: Installation,
    builds: readonly StagedBuild[],
): Promise<{ readonly series: Series; readonly replicas: number }> {
    const watched = watch(lab, "dev", "development");
    const observer = Observer.start(lab, watched, APPLICATION, imageOf(APPLICATION));
    try {
        const pushes: Push[] = [];
        for (const build of builds) {
            await observer.settled();
            await sleep(Math.random() * LONGEST_PAUSE[name] * 1000);
            const push = await measureOne(lab, observer, build);
            const { commit, sync, ready, total } = push;
            const hops = [commit, sync, ready, total].map((seconds) => seconds.toFixed(2));
            console.log(`  ${pushes.length + 1}: ${hops.join("  ")}`);
            pushes.push(push);
        }
        const series = seriesOf(pushes, STEPS, await pollsOf(lab));
        return { series, replicas: observer.replicas };
    } finally {
        observer.stop();
    }
}

async function measureOne(lab: Lab, observer: Observer, build: StagedBuild): Promise<Push> {
    const pushed = await pushStaged(build);
    const moments = await observer.follow(pushed);
    const { committed, synced, ready } = moments;
    await observer.settled();
    const logs = await logsSince(lab.api, pushed.at);
    return {
        commit: (committed - pushed.at) / 1000,
        sync: (synced - committed) / 1000,
        ready: (ready - synced) / 1000,
        total: (ready - pushed.at) / 1000,
        steps: stepsOf(pushed.at, moments, logs),
    };
}
