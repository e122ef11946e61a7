import { type LoopResult, type Push, seriesOf } from "../../bench/loop/result";
import { STEPS } from "../../bench/loop/steps";

/** A push that took the given seconds, a part of the first hop in its first step. */
export function push(commit: number, sync: number, ready: number): Push {
    const [first] = STEPS;
    return {
        commit,
        sync,
        ready,
        total: commit + sync + ready,
        steps: { [first?.step ?? ""]: commit / 2 },
    };
}

/** A result of three, two and one pushes. */
export function result(): LoopResult {
    const polls = { registry: "60s", git: "30s" };
    return {
        at: "2026-01-02T03:04:05.678Z",
        machine: { cores: 2, model: "A Processor", memoryGiB: 8, loadBefore: 0.1 },
        versions: { argoCd: "1.0.0", imageUpdater: "2.0.0", kubernetes: "3.0.0" },
        replicas: 1,
        ours: {
            webhook: seriesOf([push(1, 1, 1), push(0.5, 1, 1.5), push(1, 2, 2)], STEPS, polls),
            polling: seriesOf([push(30, 15, 2), push(40, 20, 2)], STEPS, polls),
        },
        default: {
            ...seriesOf([push(100, 50, 3)], STEPS, polls),
            differences: ["ConfigMap a data.b"],
        },
    };
}
