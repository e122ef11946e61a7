import assert from "node:assert/strict";
import { eventually, Harness } from "./harness";

const base64 = (text: string) => Buffer.from(text).toString("base64");

describe("stand-in: files are commits", () => {
    let harness: Harness;
    const files = "/repos/letsgo/app/contents";

    before(async () => {
        harness = await Harness.start();
        await harness.repository("app");
    });
    after(() => harness.stop());

    it("creates, reads, changes and removes a file", async () => {
        const person = { name: "Bot", email: "bot@example.com" };
        const made = await harness.api(`PUT ${files}/a/b c.txt`, {
            message: "Add it",
            content: base64("one\n"),
            branch: "main",
            author: person,
            committer: person,
        });
        assert.equal(made.status, 201);
        const { sha: commitSha } = made.body.commit as { sha: string };

        const read = await harness.api(`GET ${files}/a/b c.txt?ref=main`);
        assert.equal(Buffer.from(String(read.body.content), "base64").toString(), "one\n");
        assert.match(String(read.body.url), /\/contents\/a\/b%20c\.txt\?ref=main$/);

        const commit = await harness.api(`GET /repos/letsgo/app/commits/${commitSha}`);
        const inner = commit.body.commit as { message: string; committer: object };
        assert.equal(inner.message, "Add it");
        assert.deepEqual({ ...inner.committer, date: "" }, { ...person, date: "" });
        assert.deepEqual(
            (commit.body.files as { filename: string; status: string }[]).map((file) => [
                file.filename,
                file.status,
            ]),
            [["a/b c.txt", "added"]],
        );

        const changed = await harness.api(`PUT ${files}/a/b c.txt`, {
            message: "Change it",
            content: base64("two\n"),
            sha: read.body.sha,
        });
        assert.equal(changed.status, 200);
        const { sha } = changed.body.content as { sha: string };
        const removed = await harness.api(`DELETE ${files}/a/b c.txt`, { message: "Gone", sha });
        assert.equal(removed.status, 200);
        assert.equal((await harness.api(`GET ${files}/a/b c.txt`)).status, 404);
        const history = await harness.api("GET /repos/letsgo/app/commits?path=a/b c.txt");
        assert.deepEqual(
            (history.body as unknown as { commit: { message: string } }[]).map(
                (item) => item.commit.message,
            ),
            ["Gone", "Change it", "Add it"],
        );
    });

    it("lists directories", async () => {
        const { body } = await harness.api(`GET ${files}/`);
        const names = (body as unknown as { name: string }[]).map((entry) => entry.name);
        assert.deepEqual(names, ["README.md"]);
    });

    it("refuses what GitHub refuses", async () => {
        const readme = await harness.api(`GET ${files}/README.md`);
        const write = (path: string, body: object) =>
            harness.api(`PUT ${files}/${path}`, { message: "m", content: base64("x"), ...body });
        const noSha = await write("README.md", {});
        assert.equal(noSha.status, 422);
        assert.match(String(noSha.body.message), /"sha" wasn't supplied/);
        const wrongSha = await write("README.md", { sha: "1".repeat(40) });
        assert.equal(wrongSha.status, 409);
        assert.match(String(wrongSha.body.message), /^README\.md does not match 1{40}$/);
        const noBranch = await write("README.md", { branch: "nope", sha: readme.body.sha });
        assert.equal(noBranch.status, 404);
        assert.equal((await write("new.txt", { sha: "1".repeat(40) })).status, 201);
        assert.equal((await write("..%2Fup", {})).status, 422);
        const gone = await harness.api(`DELETE ${files}/nope`, {
            message: "m",
            sha: "1".repeat(40),
        });
        assert.equal(gone.status, 404);
        assert.equal((await harness.api(`GET ${files}/README.md?ref=nope`)).status, 404);
    });

    it("lets one of several writers at the same time win, and tells the others 409", async () => {
        const answers = await Promise.all(
            [1, 2, 3, 4].map((number) =>
                harness.api(`PUT ${files}/race-${number}`, { message: "m", content: base64("x") }),
            ),
        );
        const lost = answers.filter((answer) => answer.status === 409);
        assert.ok(lost.length > 0 && lost.length < 4, `${lost.length} of 4 lost`);
        for (const { body } of lost) {
            assert.match(String(body.message), /^is at [0-9a-f]{40} but expected [0-9a-f]{40}$/);
        }
    });

    it("writes the first commit of an empty repository", async () => {
        await harness.repository("empty", { auto_init: false });
        assert.equal((await harness.api("GET /repos/letsgo/empty/contents/a")).status, 404);
        const body = { message: "First", content: base64("x") };
        const first = await harness.api("PUT /repos/letsgo/empty/contents/a", body);
        assert.equal(first.status, 201);
        assert.equal((await harness.api("GET /repos/letsgo/empty/branches/main")).status, 200);
    });

    it("keeps refs, branches, trees and pull requests over the same commits", async () => {
        const head = await harness.api("GET /repos/letsgo/app/git/ref/heads/main");
        const { sha } = head.body.object as { sha: string };
        const ref = { ref: "refs/heads/topic", sha };
        assert.equal((await harness.api("POST /repos/letsgo/app/git/refs", ref)).status, 201);
        assert.equal((await harness.api("POST /repos/letsgo/app/git/refs", ref)).status, 422);
        const file = { message: "On topic", content: base64("t"), branch: "topic" };
        await harness.api(`PUT ${files}/topic.txt`, file);
        const pulls = "/repos/letsgo/app/pulls";
        const pull = { title: "Topic", head: "topic", base: "main" };
        assert.equal((await harness.api(`POST ${pulls}`, pull)).status, 201);
        assert.equal((await harness.api(`POST ${pulls}`, pull)).status, 422, "one is open");
        assert.equal((await harness.api(`GET ${pulls}/1`)).body.mergeable, true);
        const merged = await harness.api(`PUT ${pulls}/1/merge`, { merge_method: "merge" });
        assert.equal(merged.body.merged, true);
        assert.equal((await harness.api(`GET ${files}/topic.txt?ref=main`)).status, 200);
        assert.equal((await harness.api(`PUT ${pulls}/1/merge`, {})).status, 405);
        const tree = await harness.api("GET /repos/letsgo/app/git/trees/main?recursive=1");
        const paths = (tree.body.tree as { path: string }[]).map((entry) => entry.path);
        assert.ok(paths.includes("topic.txt"));
        assert.equal(
            (await harness.api("DELETE /repos/letsgo/app/git/refs/heads/topic")).status,
            204,
        );
        assert.equal(
            (await harness.api("DELETE /repos/letsgo/app/git/refs/heads/main")).status,
            422,
        );
    });

    it("refuses to merge a draft or a conflict", async () => {
        const head = await harness.api("GET /repos/letsgo/app/git/ref/heads/main");
        const { sha } = head.body.object as { sha: string };
        await harness.api("POST /repos/letsgo/app/git/refs", { ref: "refs/heads/clash", sha });
        for (const branch of ["clash", "main"]) {
            const content = base64(`from ${branch}`);
            await harness.api(`PUT ${files}/clash`, { message: "m", content, branch });
        }
        const pulls = "/repos/letsgo/app/pulls";
        const pull = { title: "Clash", head: "clash", base: "main" };
        const draft = await harness.api(`POST ${pulls}`, { ...pull, draft: true });
        assert.equal(draft.body.mergeable, false);
        assert.equal(draft.body.draft, true);
        const number = String(draft.body.number);
        assert.equal((await harness.api(`PUT ${pulls}/${number}/merge`, {})).status, 405);
        const closed = await harness.api(`PATCH ${pulls}/${number}`, { state: "closed" });
        assert.equal(closed.body.state, "closed");
        const again = await harness.api(`POST ${pulls}`, pull);
        assert.equal(
            (await harness.api(`PUT ${pulls}/${String(again.body.number)}/merge`, {})).status,
            405,
        );
    });

    it("had no violation", async () => {
        await eventually(
            "no violation",
            async () => {
                const violations = await harness.admin.violations();
                return violations.length === 0 ? true : JSON.stringify(violations);
            },
            0,
        );
    });
});
