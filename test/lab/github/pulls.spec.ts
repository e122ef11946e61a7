import assert from "node:assert/strict";
import { Harness } from "./harness";

describe("stand-in: pull requests", () => {
    let harness: Harness;
    let tree: string;
    const pulls = "/repos/letsgo/app/pulls";

    before(async () => {
        harness = await Harness.start();
        await harness.repository("app", { delete_branch_on_merge: true });
        tree = await harness.clone(
            `${harness.web.replace("://", "://x:write@")}/letsgo/app.git`,
            "tree",
        );
    });
    after(() => harness.stop());

    /** A branch with one changed file, and its pull request's number. */
    async function open(head: string, file: string, settings: object = {}): Promise<number> {
        await harness.git(tree, ["checkout", "--quiet", "-B", head, "origin/main"]);
        await harness.commit(tree, file, `${head}\n`);
        await harness.git(tree, ["push", "--quiet", "origin", head]);
        const asked = { title: head, head, base: "main", ...settings };
        const { status, body } = await harness.api(`POST ${pulls}`, asked);
        assert.equal(status, 201, JSON.stringify(body));
        return Number(body.number);
    }

    async function list(query: string): Promise<unknown[]> {
        const { body } = await harness.api(`GET ${pulls}?${query}`);
        return (body as unknown as { number: number }[]).map(({ number }) => number);
    }

    it("merges in each way that the repository allows", async () => {
        const parents: Record<string, number> = { merge: 2, squash: 1, rebase: 1 };
        for (const [method, count] of Object.entries(parents)) {
            const number = await open(`by-${method}`, `${method}.txt`);
            const forbidden = {
                [`allow_${method === "merge" ? "merge_commit" : `${method}_merge`}`]: false,
            };
            const allowed = Object.fromEntries(Object.keys(forbidden).map((key) => [key, true]));
            await harness.api("PATCH /repos/letsgo/app", forbidden);
            const way = `PUT ${pulls}/${number}/merge`;
            const refused = await harness.api(way, { merge_method: method });
            assert.equal(refused.status, 405);
            assert.match(String(refused.body.message), /are not allowed on this repository/);
            await harness.api("PATCH /repos/letsgo/app", allowed);
            const { body } = await harness.api(way, { merge_method: method });
            assert.equal(body.merged, true);
            const commit = await harness.api(`GET /repos/letsgo/app/commits/${String(body.sha)}`);
            assert.equal((commit.body.parents as unknown[]).length, count);
            const branch = await harness.api(`GET /repos/letsgo/app/branches/by-${method}`);
            assert.equal(branch.status, 404);
            await harness.git(tree, ["fetch", "--quiet", "origin"]);
        }
    });

    it("holds a draft until a person takes that back", async () => {
        const number = await open("draft", "draft.txt");
        await harness.admin.setDraft({ repository: "letsgo/app", number, draft: true });
        const way = `PUT ${pulls}/${number}/merge`;
        assert.match(String((await harness.api(way, {})).body.message), /still a draft/);
        await harness.admin.setDraft({ repository: "letsgo/app", number, draft: false });
        assert.equal((await harness.api(way, {})).status, 200);
    });

    it("lists by state and head, newest first", async () => {
        const [one, two] = [await open("one", "1.txt"), await open("two", "2.txt")];
        assert.deepEqual(await list("state=open"), [two, one]);
        assert.deepEqual(await list("state=open&head=letsgo:one"), [one]);
        await harness.api(`PATCH ${pulls}/${one}`, { state: "closed" });
        assert.deepEqual(await list("state=open"), [two]);
        assert.equal((await list("state=closed&sort=updated&direction=desc")).at(0), one);
    });

    it("closes a pull request whose branch is deleted", async () => {
        const number = await open("gone", "gone.txt");
        const refs = await harness.api("GET /repos/letsgo/app/git/matching-refs/heads/go");
        assert.deepEqual(
            (refs.body as unknown as { ref: string }[]).map(({ ref }) => ref),
            ["refs/heads/gone"],
        );
        await harness.api("DELETE /repos/letsgo/app/git/refs/heads/gone");
        assert.equal((await harness.api(`GET ${pulls}/${number}`)).body.state, "closed");
    });

    it("tells which files it changes, and keeps comments", async () => {
        const number = await open("told", "dir/told.txt");
        const files = await harness.api(`GET ${pulls}/${number}/files?per_page=2`);
        assert.deepEqual(
            (files.body as unknown as { filename: string }[]).map(({ filename }) => filename),
            ["dir/told.txt"],
        );
        const comments = `/repos/letsgo/app/issues/${number}/comments`;
        assert.equal((await harness.api(`POST ${comments}`, { body: "Seen." })).status, 201);
        const { body } = await harness.api(`GET ${comments}`);
        const [comment] = body as unknown as { id: number; body: string }[];
        assert.equal(comment?.body, "Seen.");
        const one = `/repos/letsgo/app/issues/comments/${String(comment.id)}`;
        await harness.api(`PATCH ${one}`, { body: "Seen again." });
        const [changed] = (await harness.api(`GET ${comments}`)).body as unknown as {
            body: string;
        }[];
        assert.equal(changed?.body, "Seen again.");
        const long = await harness.api(`PATCH ${one}`, { body: "x".repeat(65_537) });
        assert.match(JSON.stringify(long.body), /Body is too long \(maximum is 65536 characters\)/);
        assert.equal((await harness.api(`PATCH ${one}`, { body: "" }, "read")).status, 403);
        const gone = "/repos/letsgo/app/issues/comments/1";
        assert.equal((await harness.api(`PATCH ${gone}`, { body: "x" })).status, 404);
        assert.equal(
            (await harness.api("POST /repos/letsgo/app/issues/99/comments", { body: "" })).status,
            404,
        );
    });

    it("keeps what is said of a commit, the last of each kind", async () => {
        const { body } = await harness.api("GET /repos/letsgo/app/branches/main");
        const { sha } = body.commit as { sha: string };
        const status = async () =>
            (await harness.api(`GET /repos/letsgo/app/commits/${sha}/status`)).body;
        assert.equal((await status()).state, "pending");
        for (const state of ["failure", "success"]) {
            const told = { state, context: "outside" };
            await harness.api(`POST /repos/letsgo/app/statuses/${sha}`, told);
            assert.deepEqual([(await status()).state, (await status()).total_count], [state, 1]);
        }
        const run = { name: "overlays", head_sha: sha };
        await harness.api("POST /repos/letsgo/app/check-runs", { ...run, status: "in_progress" });
        await harness.api("POST /repos/letsgo/app/check-runs", { ...run, conclusion: "success" });
        const runs = await harness.api(`GET /repos/letsgo/app/commits/${sha}/check-runs`);
        assert.equal(runs.body.total_count, 1);
        assert.equal((runs.body.check_runs as { status: string }[])[0]?.status, "completed");
    });

    it("had no violation", async () => {
        assert.deepEqual(await harness.admin.violations(), []);
    });
});
