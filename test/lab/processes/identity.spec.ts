import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { identify, isRunning, parseStat } from "../../../lab/processes/identity";

describe("lab/processes/identity", () => {
    it("reads state and start time behind a name of any characters", () => {
        const fields = ["S", ...Array.from({ length: 18 }, (_, index) => index), 4711, 5];
        assert.deepEqual(parseStat(`42 (a) b (c) ${fields.join(" ")}`), {
            state: "S",
            startTime: 4711,
        });
        assert.throws(() => parseStat("42 (a) S 1 2"), /not the content/);
    });

    it("tells a process from a later one with its number, and from none", async function () {
        if (process.platform !== "linux") {
            this.skip();
        }
        const child = spawn("sleep", ["60"]);
        await once(child, "spawn");
        const identity = identify(child.pid ?? 0);
        assert.ok(identity !== undefined && isRunning(identity));
        assert.equal(isRunning({ ...identity, startTime: identity.startTime - 1 }), false);
        child.kill("SIGKILL");
        await once(child, "exit");
        assert.equal(isRunning(identity), false);
    });
});
