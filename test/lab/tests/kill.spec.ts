import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import { killFamilies } from "../../../lab/tests/support/kill";
import { waitFor } from "../../../lab/wait";

/** Starts another process whenever it is told to, and says its number. */
const PARENT = "while read -r _; do sleep 300 & echo $!; done";

describe("a kill of plugins", () => {
    let parent: ChildProcess;

    beforeEach(() => {
        parent = spawn("bash", ["-c", PARENT], { stdio: ["pipe", "pipe", "inherit"] });
    });

    it("takes what they have started since they were found", async () => {
        const { pid = assert.fail() } = parent;
        const child = await started();
        assert.ok(runs(child));
        await killFamilies([pid]);
        await Promise.all([once(parent, "exit"), gone(child)]);
        assert.equal(parent.signalCode, "SIGKILL");
    });

    it("has nothing against one that has ended by itself", async () => {
        const { pid = assert.fail() } = parent;
        parent.stdin?.end();
        await once(parent, "exit");
        await killFamilies([pid]);
    });

    async function started(): Promise<number> {
        const { stdin, stdout } = parent;
        assert.ok(stdin && stdout);
        const lines = createInterface({ input: stdout });
        stdin.write("\n");
        const [line] = (await once(lines, "line")) as [string];
        return Number(line);
    }
});

function runs(pid: number): boolean {
    try {
        return process.kill(pid, 0);
    } catch {
        return false;
    }
}

/** Whoever has it now that its parent is gone may not have taken note of its end. */
function gone(pid: number): Promise<void> {
    return waitFor(
        () => (runs(pid) ? { met: false, state: "runs" } : { met: true, value: undefined }),
        { what: `process ${pid} to be gone`, deadlineSeconds: 10 },
    );
}
