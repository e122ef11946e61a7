import assert from "node:assert/strict";
import { CommandFailed, run } from "../../../lab/processes/run";

describe("lab/processes/run", () => {
    it("collects both outputs and passes input on", async () => {
        const result = await run("sh", ["-c", "cat; echo oops >&2"], { input: "words" });
        assert.deepEqual(result, { code: 0, stdout: "words", stderr: "oops\n" });
    });

    it("fails with the command, its exit code and its last words", async () => {
        await assert.rejects(
            run("sh", ["-c", "echo why >&2; exit 3"]),
            (error) =>
                error instanceof CommandFailed &&
                /^sh -c .*: exit code 3\nwhy$/.test(error.message),
        );
        assert.equal((await run("sh", ["-c", "exit 3"], { accept: [0, 3] })).code, 3);
    });

    it("fails when there is no such command, and shows another name where given", async () => {
        await assert.rejects(
            run("no-such-command", [], { shown: ["the", "command"] }),
            (error) =>
                error instanceof CommandFailed && /^the command: .*ENOENT/.test(error.message),
        );
    });

    it("ends the command with the signal", async () => {
        const stop = new AbortController();
        const running = run("sleep", ["60"], { signal: stop.signal });
        stop.abort();
        await assert.rejects(running, { name: "AbortError" });
    });
});
