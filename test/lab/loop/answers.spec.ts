import assert from "node:assert/strict";

import {
    failures,
    orderProblems,
    refused,
    type RolloutSpan,
    silences,
} from "../../../lab/loop/answers";
import type { Asked } from "../../../lab/loop/requests";

/** Answers every 50 ms from one moment to before another; both in seconds. */
function answers(build: string, from: number, to: number, service = "backend"): Asked[] {
    const count = Math.round((to - from) * 20);
    return Array.from({ length: count }, (_, index) => ({
        service,
        at: from * 1000 + index * 50,
        milliseconds: 3,
        build,
    }));
}

/** Both builds in turn, as while a Service has pods of both. */
function both(one: string, other: string, from: number, to: number): Asked[] {
    return answers(one, from, to).map((asked, index) =>
        index % 2 === 0 ? asked : { ...asked, build: other },
    );
}

function failed(at: number, failure: string, service = "backend"): Asked {
    return { service, at: at * 1000, milliseconds: 1, failure };
}

function span(old: string, next: string, begun: number, complete: number): RolloutSpan {
    return { service: "backend", old, next, begun: begun * 1000, complete: complete * 1000 };
}

const FIRST = span("a", "b", 1, 6);
const SECOND = span("b", "c", 6, 11);

/** Two rollouts as they should be, with an overlap in each. */
const GOOD = [
    ...answers("a", 0, 5),
    ...both("a", "b", 5, 6),
    ...answers("b", 6, 10),
    ...both("b", "c", 10, 11),
    ...answers("c", 11, 20),
];

describe("lab/loop/answers", () => {
    it("finds nothing in rollouts without a failure, from one build to the next", () => {
        assert.deepEqual(failures(GOOD, [FIRST, SECOND]), []);
        assert.deepEqual(orderProblems(GOOD, [FIRST, SECOND]), []);
    });

    it("names each failed request, and the rollout it fell into", () => {
        const asked = [
            failed(0.5, "status 503"),
            ...GOOD,
            failed(2.25, "ECONNREFUSED"),
            failed(7, "no answer within 1000 ms"),
            failed(7, "ECONNREFUSED", "frontend"),
        ];
        assert.deepEqual(failures(asked, [FIRST, SECOND]), [
            "backend, before the first rollout: status 503, after 1 ms",
            "backend, rollout 1, 1.25 s after its push: ECONNREFUSED, after 1 ms",
            "backend, rollout 2, 1.00 s after its push: no answer within 1000 ms, after 1 ms",
            "frontend, before the first rollout: ECONNREFUSED, after 1 ms",
        ]);
    });

    it("tells requests that nobody accepted from those that took too long", () => {
        const [first, second] = [failed(1, "ECONNREFUSED"), failed(2, "ECONNRESET", "frontend")];
        const others = ["no answer within 1000 ms", "status 503", "it could not ask backend: EOF"];
        const asked = [...GOOD, first, ...others.map((failure) => failed(3, failure)), second];
        assert.deepEqual(refused(asked), [first, second]);
    });

    it("an old build may answer by chance while its pod is going, and no longer", () => {
        const asked = [...answers("a", 0, 5), ...answers("b", 5, 30)];
        assert.deepEqual(orderProblems([...asked, ...answers("a", 10.9, 11)], [FIRST]), []);
        assert.deepEqual(orderProblems([...asked, ...answers("a", 11.5, 12)], [FIRST]), [
            "backend: rollout 1: the old build still answered 5.50 s after its end",
        ]);
    });

    it("a build may come back when it is rolled out again", () => {
        const back = span("b", "a", 15, 20);
        const asked = [...answers("a", 0, 5), ...answers("b", 5, 18), ...answers("a", 18, 25)];
        assert.deepEqual(orderProblems(asked, [FIRST, back]), []);
        assert.deepEqual(orderProblems([...asked, ...answers("b", 27, 28)], [FIRST, back]), [
            "backend: rollout 2: the old build still answered 7.00 s after its end",
        ]);
    });

    it("a rollout that nobody has seen proves nothing", () => {
        assert.deepEqual(orderProblems(answers("a", 0, 20), [FIRST]), [
            "backend: rollout 1: the new build did not answer",
            "backend: rollout 1: the old build still answered 5.05 s after its end",
        ]);
        assert.deepEqual(orderProblems(answers("b", 0, 20), [FIRST]), [
            "backend: rollout 1: the old build did not answer before the new one",
        ]);
        const swapped = [...answers("b", 0, 3), ...answers("a", 3, 6), ...answers("b", 6, 20)];
        assert.deepEqual(orderProblems(swapped, [FIRST]), [
            "backend: rollout 1: the old build did not answer before the new one",
        ]);
    });

    it("a new build that answers long after its rollout counts as not seen", () => {
        const asked = [...answers("a", 0, 11), failed(11.5, "ECONNREFUSED")];
        const late = answers("b", 12, 20);
        assert.deepEqual(orderProblems([...asked, ...late], [FIRST]), [
            "backend: rollout 1: the new build did not answer",
        ]);
    });

    it("names a build that is none of the rollouts'", () => {
        assert.deepEqual(orderProblems([...GOOD, ...answers("x", 12, 13)], [FIRST, SECOND]), [
            "backend: build x answered, which is none of these",
        ]);
    });

    it("an outage could hide where nobody asked, from each push until it was rolled out", () => {
        assert.deepEqual(silences(GOOD, [FIRST, SECOND]), []);
        const hole = GOOD.filter(({ at }) => at < 7_000 || at > 8_500);
        assert.deepEqual(silences(hole, [FIRST]), []);
        assert.deepEqual(silences(hole, [FIRST, SECOND]), [
            "backend: nobody asked for 1600 ms, until 7.55 s after the push",
        ]);
        assert.deepEqual(silences([], [FIRST]), [
            "backend: nobody asked for 5000 ms, until 5.00 s after the push",
        ]);
        const ended = GOOD.filter(({ at }) => at < 9_000);
        assert.match(silences(ended, [FIRST, SECOND]).join(), /nobody asked for 2050 ms/);
        const late = GOOD.filter(({ at }) => at > 8_000);
        assert.match(silences(late, [SECOND]).join(), /nobody asked for 2050 ms, until 2.05 s/);
    });

    it("a pause counts for both rollouts between which it is, and for all that it is in", () => {
        // 0.8 s before the end of the first, and 0.7 s after the second's push.
        const between = GOOD.filter(({ at }) => at < 5_200 || at > 6_700);
        assert.match(silences(between, [FIRST]).join(), /nobody asked for 1600 ms/);
        assert.match(silences(between, [SECOND]).join(), /nobody asked for 1600 ms/);
        // The other Service takes longer.
        const longer = { ...FIRST, service: "frontend", complete: 9_000 };
        const both = [...GOOD, ...answers("a", 0, 20, "frontend")];
        assert.deepEqual(silences(both, [FIRST, longer]), []);
        const hole = both.filter(
            ({ at, service }) => service !== "backend" || at < 7e3 || at > 85e2,
        );
        assert.match(silences(hole, [FIRST, longer]).join(), /^backend: nobody asked for 1600 ms/);
    });

    it("of a rollout that it slept through, the client need not have seen both builds", () => {
        const slept = [...answers("b", 5.9, 20)];
        assert.deepEqual(orderProblems(slept, [FIRST], [FIRST]), []);
        assert.equal(orderProblems(slept, [FIRST]).length, 1);
    });

    it("looks at each Service by itself", () => {
        const frontend = { ...FIRST, service: "frontend" };
        const asked = [
            ...GOOD,
            ...answers("a", 0, 5, "frontend"),
            ...answers("b", 5, 11, "frontend"),
        ];
        assert.deepEqual(orderProblems(asked, [FIRST, frontend, SECOND]), []);
        const others = orderProblems(GOOD, [FIRST, frontend, SECOND]);
        assert.ok(others.length > 0 && others.every((problem) => problem.startsWith("frontend")));
    });
});
