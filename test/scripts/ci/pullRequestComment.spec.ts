import assert from "node:assert/strict";

import { gitHubClient, thisRepository } from "../../../scripts/ci/gitHubClient";
import { ACTIONS_LOGIN, putComment } from "../../../scripts/ci/pullRequestComment";
import { Harness } from "../../lab/github/harness";

describe("the comment of a pull request", () => {
    let harness: Harness;
    const MARKER = "<!-- preview of dev -->";

    before(async () => {
        harness = await Harness.start();
        await harness.admin.putAccount({ login: ACTIONS_LOGIN, type: "User" });
        await harness.admin.putAccount({
            login: "letsgo",
            type: "Organization",
            members: ["alice", ACTIONS_LOGIN],
        });
        // As Actions' own token in a job with `pull-requests: write`.
        await harness.admin.putToken({
            login: ACTIONS_LOGIN,
            permissions: { metadata: "read", contents: "read", pull_requests: "write" },
            token: "actions",
        });
        await harness.repository("app");
        const url = `${harness.web.replace("://", "://x:write@")}/letsgo/app.git`;
        const tree = await harness.clone(url, "tree");
        await harness.git(tree, ["checkout", "--quiet", "-b", "change"]);
        await harness.commit(tree, "file.txt", "1\n");
        await harness.git(tree, ["push", "--quiet", "origin", "change"]);
        const asked = { title: "Change", head: "change", base: "main" };
        const { status } = await harness.api("POST /repos/letsgo/app/pulls", asked);
        assert.equal(status, 201);
    });
    after(() => harness.stop());

    const put = (body: string) =>
        putComment(
            gitHubClient({ GITHUB_API_URL: `${harness.web}/api/v3`, GITHUB_TOKEN: "actions" }),
            {
                ...thisRepository({ GITHUB_REPOSITORY: "letsgo/app" }),
                number: 1,
                body,
                author: ACTIONS_LOGIN,
            },
        );

    async function comments(): Promise<string[]> {
        const { body } = await harness.api("GET /repos/letsgo/app/issues/1/comments?per_page=100");
        return (body as unknown as { body: string }[]).map((comment) => comment.body);
    }

    it("is posted once, and updated on the second push", async () => {
        const since = await harness.admin.newest("requests");
        const first = await put(`${MARKER}\nOne.`);
        const second = await put(`${MARKER}\nTwo.`);
        assert.deepEqual([first.done, second.done], ["posted", "updated"]);
        assert.equal(second.url, first.url);
        assert.deepEqual(await comments(), [`${MARKER}\nTwo.`]);
        const writes = (await harness.admin.requests(since)).filter(({ write }) => write);
        assert.deepEqual(
            writes.map(({ method, status }) => [method, status]),
            [
                ["POST", 201],
                ["PATCH", 200],
            ],
        );
    });

    it("is another one for another stack", async () => {
        await put("<!-- preview of prod -->\nProd.");
        await put(`${MARKER}\nThree.`);
        assert.deepEqual(await comments(), [
            `${MARKER}\nThree.`,
            "<!-- preview of prod -->\nProd.",
        ]);
    });

    it("is found among many, and is not somebody else's that looks like it", async () => {
        const other = "<!-- preview of staging -->";
        for (let count = 0; count < 101; count++) {
            await harness.api("POST /repos/letsgo/app/issues/1/comments", {
                body: `${other}\nMe!`,
            });
        }
        assert.equal((await put(`${other}\nOne.`)).done, "posted");
        assert.equal((await put(`${other}\nTwo.`)).done, "updated");
    });

    it("is refused with GitHub's words if it is too long", async () => {
        await assert.rejects(put(`${MARKER}\n${"x".repeat(65_536)}`), /Body is too long/);
    });

    it("asks for nothing that GitHub would not have", async () => {
        assert.deepEqual(await harness.admin.violations(), []);
    });
});
