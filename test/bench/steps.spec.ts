import assert from "node:assert/strict";

import { logLines, type Logs } from "../../bench/loop/componentLogs";
import type { Moments } from "../../bench/loop/observer";
import { STEPS, stepsOf } from "../../bench/loop/steps";

const PUSHED = Date.parse("2026-01-02T03:04:05Z");

/** Lines of a log by their milliseconds after the push. */
function log(lines: Readonly<Record<number, string>>) {
    return Object.entries(lines).map(([at, text]) => ({ at: PUSHED + Number(at), text }));
}

const MOMENTS: Moments = {
    committed: PUSHED + 800,
    synced: PUSHED + 2000,
    ready: PUSHED + 4000,
    pod: {
        image: "",
        imageId: "",
        madeAt: PUSHED + 2100,
        scheduledAt: PUSHED + 2200,
        runningAt: PUSHED + 3200,
        readyAt: PUSHED + 3300,
    },
};

const LOGS: Logs = {
    updater: log({
        // A look of its own before the one that finds the tag.
        50: "Starting image update cycle, considering 1 application(s) for update",
        100: "Starting image update cycle, considering 1 application(s) for update",
        200: "Committing 1 parameter update(s) for application letsgo-app-dev",
        450: '{"args":"[git fetch origin main --force]","msg":"Trace"}',
        500: '{"msg":"git push origin main"}',
        // After the commit: the next cycle.
        900: "Committing 1 parameter update(s) for application letsgo-app-dev",
    }),
    server: [],
    controller: log({
        1000: "Comparing app state (cluster: …)",
        1500: "Syncing",
        1600: "Syncing",
    }),
    repoServer: log({ 1400: 'args="[kustomize build /tmp/x]"' }),
};

describe("the steps of a push", () => {
    const steps = stepsOf(PUSHED, MOMENTS, LOGS);

    it("are found backwards from what they led to", () => {
        const found = STEPS.map(({ step }) => steps[step]);
        const [heard, listed, fetched, made, pushed, ...later] = found;
        assert.deepEqual([heard, listed, fetched, made, pushed], [0.1, 0.1, 0.25, 0.05, 0.3]);
        // No fetch was logged by the repo-server: its time is in the rendering's.
        assert.deepEqual(later.slice(0, 5), [0.2, undefined, 0.4, 0.2, 0.4]);
        assert.deepEqual(later.slice(5), [0.1, 0.1, 1, 0.1, 0.7]);
    });

    it("come to the whole", () => {
        const sum = Object.values(steps).reduce((all, one) => all + one, 0);
        assert.ok(Math.abs(sum - 4) < 1e-9, String(sum));
    });
});

describe("lines of a log", () => {
    it("have the container runtime's time", () => {
        assert.deepEqual(logLines("2026-01-02T03:04:05.250000001Z a b\nno time\n"), [
            { at: PUSHED + 250, text: "2026-01-02T03:04:05.250000001Z a b" },
        ]);
    });
});
