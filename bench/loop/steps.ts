import type { Component, Logs } from "./componentLogs";
import { type Hop, HOPS } from "./hops";
import type { Moments } from "./observer";

/** A step of a hop: what ends it, by the log that tells of it. */
interface Step {
    readonly step: string;
    readonly hop: Hop;
    /** Whose log; absent if the observer saw its end itself. */
    readonly in?: Component;
    /** The line that is written when the step is over: in JSON or in text. */
    readonly says?: RegExp;
}

/** The way of a push step by step. Each hop ends with a step that the observer saw. */
export const STEPS: readonly Step[] = [
    {
        step: "the updater hears of it, or looks by itself",
        hop: "commit",
        in: "updater",
        says: /Starting image update cycle, considering 1 application/,
    },
    {
        step: "the registry's tags are listed and the newest is chosen",
        hop: "commit",
        in: "updater",
        says: /Committing \d+ parameter update/,
    },
    {
        step: "the branch is fetched, by SSH",
        hop: "commit",
        in: "updater",
        says: /\[git fetch origin/,
    },
    {
        step: "the commit is made",
        hop: "commit",
        in: "updater",
        says: /"msg":"git push origin|msg="git push origin/,
    },
    { step: "it is pushed, by SSH", hop: "commit" },
    {
        step: "Argo CD hears of it, or looks by itself",
        hop: "sync",
        in: "controller",
        says: /Comparing app state/,
    },
    {
        step: "the branch is asked for its commit and fetched, by SSH",
        hop: "sync",
        in: "repoServer",
        says: /\[git fetch origin/,
    },
    {
        step: "kustomize renders it",
        hop: "sync",
        in: "repoServer",
        says: /\[kustomize build/,
    },
    {
        step: "it is compared, and a sync begun",
        hop: "sync",
        in: "controller",
        says: /Syncing/,
    },
    { step: "objects are checked by dry run and applied", hop: "sync" },
    { step: "the ReplicaSet and its first pod are made", hop: "ready" },
    { step: "the pod gets its node", hop: "ready" },
    { step: "the image is pulled and the container started", hop: "ready" },
    { step: "the readiness probe succeeds", hop: "ready" },
    { step: "the other pods follow, each once the one before is available", hop: "ready" },
];

/**
 * Seconds of each step of one push. They are found from the end of each hop backwards, because
 * only what comes before an end has led to it; what no log has is left out, and its time is in the
 * step after it.
 */
export function stepsOf(
    pushedAt: number,
    { committed, synced, ready, pod }: Moments,
    logs: Logs,
): Record<string, number> {
    const seen: readonly (number | undefined)[] = [
        committed,
        synced,
        ...[pod.madeAt, pod.scheduledAt, pod.runningAt, pod.readyAt, ready],
    ];
    const observed = STEPS.filter((one) => one.in === undefined);
    const ends = new Map(observed.map((one, index) => [one.step, seen[index]]));
    const begins: Readonly<Record<Hop, number>> = {
        commit: pushedAt,
        sync: committed,
        ready: synced,
    };
    for (const hop of HOPS) {
        let before: number | undefined;
        for (const one of STEPS.filter((step) => step.hop === hop).reverse()) {
            if (one.in === undefined || one.says === undefined) {
                before = ends.get(one.step) ?? before;
                continue;
            }
            const { says } = one;
            const limit = before ?? Infinity;
            const line = logs[one.in].findLast(
                ({ at, text }) => at >= begins[hop] && at <= limit && says.test(text),
            );
            ends.set(one.step, line?.at);
            before = line?.at ?? before;
        }
    }
    return durations(pushedAt, ends);
}

/** From the ends of steps, in their order, to how long each took. */
function durations(
    from: number,
    ends: ReadonlyMap<string, number | undefined>,
): Record<string, number> {
    let last = from;
    return Object.fromEntries(
        STEPS.flatMap(({ step }) => {
            const end = ends.get(step);
            if (end === undefined) {
                return [];
            }
            const seconds = (end - last) / 1000;
            last = end;
            return [[step, seconds]];
        }),
    );
}
