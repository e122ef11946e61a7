import assert from "node:assert/strict";
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";

import { GuideShell } from "../../../lab/guides/shell";

describe("a reader's shell", () => {
    let directory: string;
    let shell: GuideShell;

    beforeEach(async () => {
        directory = await fs.mkdtemp(path.join(os.tmpdir(), "guide-shell-"));
        shell = new GuideShell({
            directory: path.join(directory, "typed"),
            cwd: directory,
            env: { PATH: process.env.PATH, WORD: "given" },
            deadlineSeconds: 20,
        });
    });

    afterEach(async () => {
        await shell.close();
        await fs.rm(directory, { recursive: true });
    });

    it("has the environment it was given, and no other", async () => {
        const { output } = await shell.run('echo "$WORD ${HOME-no home}"');
        assert.equal(output, "given no home\n");
    });

    it("keeps directory, variables and what was exported", async () => {
        await shell.run("mkdir deep && cd deep");
        await shell.run("mine=1; export theirs=2");
        const { output } = await shell.run("basename $PWD; echo $mine; bash -c 'echo $theirs'");
        assert.equal(output, "deep\n1\n2\n");
    });

    it("types what a command asks for, and nothing to one that asks unexpectedly", async () => {
        await shell.run("read -rs secret", { stdin: "a b\\c" });
        assert.equal((await shell.run('echo "$secret"')).output, "a b\\c\n");
        assert.equal((await shell.run("cat")).output, "");
        const files = await fs.readdir(path.join(directory, "typed"));
        assert.deepEqual(
            files.filter((file) => file.endsWith(".in")),
            [],
        );
    });

    it("collects errors and output in order", async () => {
        const { output } = await shell.run("echo one; echo two >&2; echo three");
        assert.equal(output, "one\ntwo\nthree\n");
    });

    for (const [what, command, printed] of [
        ["a command that fails", "echo before; false; echo after", /^before\n$/],
        ["a variable that is not set", "echo $missing", /missing: unbound variable/],
        ["a command that is not there", "no-such-command", /no-such-command: command not found/],
    ] as const) {
        it(`ends with ${what}, and says what it had printed`, async () => {
            const { output, fault } = await shell.run(command);
            assert.match(fault ?? "", /^exit code \d+$/);
            assert.match(output, printed);
        });
    }

    it("goes on after a command that ends with the code it is to end with", async () => {
        const { output, fault } = await shell.run("echo no; false", { exitCode: 1 });
        assert.deepEqual([output, fault], ["no\n", undefined]);
        const other = await shell.run("(exit 3)", { exitCode: 1 });
        assert.match(other.fault ?? "", /^exit code 3, and not 1/);
        assert.match((await shell.run("false")).fault ?? "", /^exit code 1$/);
    });

    it("presses Ctrl-C once a text is there, and goes on", async () => {
        const seen = await shell.run(
            "trap 'echo stopped; exit 1' INT; echo ready; while :; do sleep 0.1; done",
            {
                ctrlC: "ready",
            },
        );
        assert.equal(seen.fault, undefined);
        assert.match(seen.output, /^ready\n(.*\n)*stopped\n$/);
        assert.equal((await shell.run("echo on")).output, "on\n");
    });
});
