import type { Asked } from "./requests";

/** One rollout of one Service that was asked meanwhile; times in milliseconds of `performance.now()`. */
export interface RolloutSpan {
    readonly service: string;
    /** Build that ran before. */
    readonly old: string;
    readonly next: string;
    /** Before the new image was pushed. */
    readonly begun: number;
    /** Every pod is of the new build and available; pods of the old one are gone or going. */
    readonly complete: number;
}

/**
 * How long after a rollout's end its old build may still answer, by chance: the `preStop` of a pod
 * that is going, which serves whoever has not heard of it yet. Later nobody must ask it any more.
 */
const FORGETTING_MILLISECONDS = 5_000;

/** In a longer silence of the client, whose requests are then sent together, an outage could hide. */
const SILENCE_MILLISECONDS = 1_000;

/** Requests that failed, one a line, each with the rollout of its Service that it fell into. */
export function failures(asked: readonly Asked[], spans: readonly RolloutSpan[]): string[] {
    return asked.flatMap((one) =>
        "failure" in one
            ? [
                  `${one.service}, ${moment(one, spans)}: ${one.failure}, after ${one.milliseconds.toFixed(0)} ms`,
              ]
            : [],
    );
}

/**
 * Requests that came to a pod that no longer listened: refused, or cut off before they were
 * accepted. Unlike a late answer, no load of the machine explains them.
 */
export function refused(asked: readonly Asked[]): Asked[] {
    return asked.filter(
        (one) => "failure" in one && /^(ECONNREFUSED|ECONNRESET)$/.test(one.failure),
    );
}

/**
 * What the record shows of a wrong order. Empty if each rollout was seen from the old build to the
 * new one, which was never left again.
 *
 * @param paused rollouts during which the client paused: it may have seen one build of them only
 */
export function orderProblems(
    asked: readonly Asked[],
    spans: readonly RolloutSpan[],
    paused: readonly RolloutSpan[] = [],
): string[] {
    return services(spans).flatMap((service) => {
        const own = asked.filter((one) => one.service === service);
        const rollouts = spans.filter((span) => span.service === service);
        return wrongOrder(own, rollouts, paused).map((problem) => `${service}: ${problem}`);
    });
}

/**
 * Where the client asked nothing for so long that rollouts of this time prove nothing: a machine
 * that is busy elsewhere holds it up. Empty if it asked each of their Services all the time, from
 * the first push until the last of them was rolled out.
 *
 * @param asked in the order in which they were asked
 */
export function silences(asked: readonly Asked[], spans: readonly RolloutSpan[]): string[] {
    const from = Math.min(...spans.map(({ begun }) => begun));
    const to = Math.max(...spans.map(({ complete }) => complete));
    return services(spans).flatMap((service) => {
        const all = asked.filter((one) => one.service === service).map(({ at }) => at);
        // A silence counts as a whole, if only a part of it is in this time.
        const before = all.findLast((at) => at <= from) ?? from;
        const after = all.find((at) => at >= to) ?? to;
        const moments = [...all.filter((at) => at > from && at < to), after];
        return moments.flatMap((at, index) => {
            const silence = at - (moments[index - 1] ?? before);
            return silence > SILENCE_MILLISECONDS
                ? [
                      `${service}: nobody asked for ${silence.toFixed(0)} ms, until ${seconds(at - from)} after the push`,
                  ]
                : [];
        });
    });
}

function services(spans: readonly RolloutSpan[]): string[] {
    return [...new Set(spans.map(({ service }) => service))];
}

function wrongOrder(
    asked: readonly Asked[],
    rollouts: readonly RolloutSpan[],
    paused: readonly RolloutSpan[],
): string[] {
    const answered = asked.flatMap((one) => ("build" in one ? [one] : []));
    const known = new Set(rollouts.flatMap(({ old, next }) => [old, next]));
    const strange = answered.filter(({ build }) => !known.has(build)).map(({ build }) => build);
    const unknown = [...new Set(strange)].map(
        (build) => `build ${build} answered, which is none of these`,
    );
    const perRollout = rollouts.flatMap((rollout, index) => {
        const { old, next, begun, complete } = rollout;
        const isPaused = paused.includes(rollout);
        const ofOld = answered.filter(({ build, at }) => build === old && at >= begun);
        const firstNew = answered.find(({ build, at }) => build === next && at >= begun);
        const end = complete + FORGETTING_MILLISECONDS;
        // The same build may be rolled out again later.
        const again = rollouts.slice(index + 1).find((later) => later.next === old)?.begun;
        const late = ofOld.filter(({ at }) => at > end && at < (again ?? Infinity));
        const problems = [];
        if (!isPaused && (!firstNew || firstNew.at > end)) {
            problems.push("the new build did not answer");
        }
        if (!isPaused && (!ofOld[0] || (firstNew && firstNew.at < ofOld[0].at))) {
            problems.push("the old build did not answer before the new one");
        }
        if (late[0]) {
            problems.push(
                `the old build still answered ${seconds(late[0].at - complete)} after its end`,
            );
        }
        return problems.map((problem) => `rollout ${index + 1}: ${problem}`);
    });
    return [...unknown, ...perRollout];
}

function moment({ service, at }: Asked, spans: readonly RolloutSpan[]): string {
    const begun = spans.filter((span) => span.service === service && span.begun <= at);
    const last = begun.at(-1);
    return last
        ? `rollout ${begun.length}, ${seconds(at - last.begun)} after its push`
        : "before the first rollout";
}

function seconds(milliseconds: number): string {
    return `${(milliseconds / 1000).toFixed(2)} s`;
}
