import assert from "node:assert/strict";
import { Harness } from "./harness";

describe("stand-in: issues", () => {
    let harness: Harness;
    const issues = "/repos/letsgo/app/issues";

    before(async () => {
        harness = await Harness.start();
        await harness.repository("app");
        const permissions = { metadata: "read", issues: "write" } as const;
        await harness.admin.putToken({ login: "alice", permissions, token: "issues" });
    });
    after(() => harness.stop());

    async function open(title: string, ...labels: string[]): Promise<number> {
        const { status, body } = await harness.api(`POST ${issues}`, { title, labels });
        assert.equal(status, 201, JSON.stringify(body));
        return Number(body.number);
    }

    async function list(query: string): Promise<number[]> {
        const { body } = await harness.api(`GET ${issues}?${query}`);
        return (body as unknown as { number: number }[]).map(({ number }) => number);
    }

    it("opens, changes, closes and opens again", async () => {
        const number = await open("One");
        const path = `${issues}/${number}`;
        const changed = await harness.api(`PATCH ${path}`, { title: "First", body: "Text" });
        assert.deepEqual([changed.body.title, changed.body.body], ["First", "Text"]);
        const closed = await harness.api(`PATCH ${path}`, { state: "closed" });
        assert.deepEqual([closed.body.state, closed.body.state_reason], ["closed", "completed"]);
        assert.ok(closed.body.closed_at);
        await harness.api(`PATCH ${path}`, { state: "open" });
        const { body } = await harness.api(`GET ${path}`);
        assert.deepEqual([body.state, body.state_reason], ["open", "reopened"]);
        assert.deepEqual([body.closed_at, body.body], [null, "Text"]);
        assert.equal((await harness.api(`GET ${issues}/99`)).status, 404);
    });

    it("lists by state and labels, newest first, and makes labels that are new", async () => {
        const one = await open("Drift of dev", "drift", "drift: dev");
        const two = await open("Drift of prod", "drift", "drift: prod");
        assert.deepEqual(await list("labels=drift"), [two, one]);
        assert.deepEqual(await list("labels=drift&direction=asc"), [one, two]);
        assert.deepEqual(await list(`labels=drift,${encodeURIComponent("drift: dev")}`), [one]);
        await harness.api(`PATCH ${issues}/${one}`, { state: "closed" });
        assert.deepEqual(await list("labels=drift"), [two]);
        assert.deepEqual(await list("labels=drift&state=closed"), [one]);
        assert.deepEqual(await list("labels=drift&state=all&per_page=1&page=2"), [one]);
        const label = await harness.api("GET /repos/letsgo/app/labels/drift%3A%20dev");
        assert.equal(label.body.color, "ededed");
    });

    it("counts and lists pull requests with them, and tells them apart", async () => {
        const before = await open("Before");
        const url = `${harness.web.replace("://", "://x:write@")}/letsgo/app.git`;
        const tree = await harness.clone(url, "tree");
        await harness.git(tree, ["checkout", "--quiet", "-B", "topic"]);
        await harness.commit(tree, "topic.txt", "topic\n");
        await harness.git(tree, ["push", "--quiet", "origin", "topic"]);
        const asked = { title: "topic", head: "topic", base: "main" };
        const pull = await harness.api("POST /repos/letsgo/app/pulls", asked);
        assert.equal(pull.body.number, before + 1);
        assert.equal(await open("After"), before + 2);
        const { body } = await harness.api(`GET ${issues}?per_page=3`);
        const seen = body as unknown as { number: number; pull_request?: unknown }[];
        assert.deepEqual(
            seen.map((issue) => [issue.number, issue.pull_request !== undefined]),
            [
                [before + 2, false],
                [before + 1, true],
                [before, false],
            ],
        );
    });

    it("keeps comments, from those who may write issues or pull requests", async () => {
        const number = await open("Talk");
        const comments = `${issues}/${number}/comments`;
        const said = await harness.api(`POST ${comments}`, { body: "Seen." }, "issues");
        assert.equal(said.status, 201);
        assert.equal((await harness.api(`GET ${issues}/${number}`)).body.comments, 1);
        const refused = await harness.api(`POST ${comments}`, { body: "No." }, "read");
        assert.equal(refused.status, 403);
    });

    it("has none where the repository has none", async () => {
        await harness.repository("quiet", { has_issues: false });
        const place = "/repos/letsgo/quiet/issues";
        const { status, body } = await harness.api(`POST ${place}`, { title: "Hello" });
        assert.deepEqual(
            [status, body.message],
            [410, "Issues has been disabled in this repository."],
        );
    });

    it("had no violation", async () => {
        assert.deepEqual(await harness.admin.violations(), []);
    });
});
