import assert from "node:assert/strict";

import type { Seen } from "../../../cli/wait/objects";
import { diagnose } from "../../../cli/wait/diagnosis";
import { CommandFailed } from "../../../cli/wait/run";
import { lastLogLines, watch } from "../../../cli/wait/watch";
import { type Case, seen } from "./seen";

/** A cluster that is found in one state after the other; the last one stays. */
function cluster(...states: (Case | Error)[]) {
    let looks = 0;
    return {
        look: (): Promise<Seen> => {
            const state = states[Math.min(looks++, states.length - 1)];
            return state instanceof Error || state === undefined
                ? Promise.reject(state ?? new Error("no state"))
                : Promise.resolve(seen(state));
        },
    };
}

async function watched(states: (Case | Error)[], timeoutSeconds = 60) {
    const told: string[] = [];
    const last = await watch(cluster(...states), {
        timeoutSeconds,
        intervalMilliseconds: 1,
        onChange: ([line = ""]) => told.push(line),
    });
    return { last, told };
}

describe("wait: the watch", () => {
    it("ends when all is well, and tells each state once", async () => {
        const { last, told } = await watched(["unreadyRolling", "unreadyRolling", "healthy"]);
        assert.equal(last.verdict, "healthy");
        assert.deepEqual(told, [
            "Synced, last sync Succeeded, Progressing",
            "Synced, last sync Succeeded, Healthy",
        ]);
    });

    it("ends before its time when nothing will become well by itself", async () => {
        assert.equal((await watched(["unreadyRolling", "unready"])).last.verdict, "stuck");
    });

    it("ends with the last state when its time is over", async () => {
        const { last } = await watched(["notBuilt"], 0.05);
        assert.equal(last.verdict, "waiting");
        assert.equal(last.health, "Degraded");
    });

    it("goes on when the cluster does not answer for a moment", async () => {
        const away = new CommandFailed("kubectl", "connection refused");
        const { last, told } = await watched(["unreadyRolling", away, "healthy"]);
        assert.equal(last.verdict, "healthy");
        assert.equal(told[1], "cannot look: connection refused");
    });

    it("fails at once when the cluster has never answered", async () => {
        await assert.rejects(watched([new CommandFailed("kubectl", "no such context")]), {
            message: "kubectl: no such context",
        });
    });
});

describe("wait: logs", () => {
    it("are read of the containers that are in trouble, as far as there are any", async () => {
        const asked: unknown[] = [];
        const lines = await lastLogLines(
            {
                lastLogLine: (...of) => {
                    asked.push(of);
                    return Promise.resolve("cannot reach the database");
                },
            },
            diagnose(seen("crashing")),
        );
        const [[pod = "", ...of] = []] = asked as string[][];
        assert.match(pod, /^backend-/);
        assert.deepEqual(of, ["backend", true]);
        assert.deepEqual(lines, { [pod]: "cannot reach the database" });
        const none = { lastLogLine: () => Promise.resolve(undefined) };
        assert.deepEqual(await lastLogLines(none, diagnose(seen("crashing"))), {});
        assert.deepEqual(await lastLogLines(none, diagnose(seen("notBuilt"))), {});
    });
});
