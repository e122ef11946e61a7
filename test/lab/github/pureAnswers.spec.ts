import assert from "node:assert/strict";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { forget, gitOnce } from "../../../lab/github/git/pureAnswers";
import { git } from "../../../lab/github/git/run";

describe("lab/github/git/pureAnswers", () => {
    let directory: string;

    beforeEach(async () => {
        directory = await fs.mkdtemp(path.join(os.tmpdir(), "answers-"));
        await git(directory, ["init", "--quiet", "--bare", "--initial-branch=main"]);
    });
    afterEach(async () => {
        await fs.rm(directory, { recursive: true, force: true });
        forget(directory);
    });

    async function commit(message: string, ...parents: string[]): Promise<string> {
        const tree = await git(directory, ["mktree"]);
        const { stdout } = await git(
            directory,
            [
                "commit-tree",
                tree.stdout.toString().trim(),
                ...parents.flatMap((parent) => ["-p", parent]),
            ],
            {
                input: message,
                env: {
                    GIT_AUTHOR_NAME: "a",
                    GIT_AUTHOR_EMAIL: "a@example.com",
                    GIT_COMMITTER_NAME: "a",
                    GIT_COMMITTER_EMAIL: "a@example.com",
                    GIT_COMMITTER_DATE: "2026-01-01T00:00:00Z",
                    GIT_AUTHOR_DATE: "2026-01-01T00:00:00Z",
                },
            },
        );
        return stdout.toString().trim();
    }

    const subjects = async (...selection: string[]) =>
        (await gitOnce(directory, ["log", "--format=%s", ...selection])).stdout.toString();
    const isAncestor = async (older: string, newer: string) =>
        (
            await gitOnce(directory, ["merge-base", "--is-ancestor", older, newer], {
                accept: [1, 128],
            })
        ).code;

    it("asks once for what commits' ids say, the answer no too", async () => {
        const first = await commit("first");
        const second = await commit("second", first);
        const ask = () =>
            Promise.all([
                subjects(second, `^${first}`),
                subjects(`${first}..${second}`),
                isAncestor(first, second),
                isAncestor(second, first),
            ]);
        const answers = await ask();
        assert.deepEqual(answers, ["second\n", "second\n", 0, 1]);
        // Nobody is left who could be asked.
        await fs.rm(directory, { recursive: true });
        assert.deepEqual(await ask(), answers);
        forget(directory);
        await assert.rejects(ask());
    });

    it("asks again for a name, which may move, and for a commit that was not there", async () => {
        const first = await commit("first");
        await git(directory, ["update-ref", "refs/heads/main", first]);
        assert.equal(await subjects("main", "-1"), "first\n");

        const before = await isAncestor(first, "1".repeat(40));
        assert.equal(before, 128);
        const second = await commit("second", first);
        await fs.rename(objectOf(second), `${objectOf(second)}-hidden`);
        assert.equal(await isAncestor(first, second), 128);
        await fs.rename(`${objectOf(second)}-hidden`, objectOf(second));
        assert.equal(await isAncestor(first, second), 0);

        await git(directory, ["update-ref", "refs/heads/main", second]);
        assert.equal(await subjects("main", "-1"), "second\n");
    });

    it("asks again for what depends on where branches are, or on HEAD", async () => {
        const first = await commit("first");
        const second = await commit("second", first);
        await git(directory, ["update-ref", "refs/heads/main", first]);
        const unseen = () => subjects(second, "--not", "--branches");
        assert.equal(await unseen(), "second\n");
        assert.equal(await subjects("-1"), "first\n");
        await git(directory, ["update-ref", "refs/heads/main", second]);
        assert.equal(await unseen(), "");
        assert.equal(await subjects("-1"), "second\n");
    });

    function objectOf(sha: string): string {
        return path.join(directory, "objects", sha.slice(0, 2), sha.slice(2));
    }
});
