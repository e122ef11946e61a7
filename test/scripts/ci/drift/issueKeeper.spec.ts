import assert from "node:assert/strict";

import type { Difference } from "../../../../scripts/ci/drift/differences";
import { keepIssue } from "../../../../scripts/ci/drift/issueKeeper";
import { gitHubClient } from "../../../../scripts/ci/gitHubClient";
import { Harness } from "../../../lab/github/harness";

interface Seen {
    readonly number: number;
    readonly state: string;
    readonly body: string;
    readonly comments: number;
    readonly labels: readonly { readonly name: string }[];
}

describe("scripts/ci: the issue about a stack, on GitHub", () => {
    let harness: Harness;
    const repository = { owner: "letsgo", repo: "platform" };
    const difference: Difference = {
        fate: "added",
        type: "kubernetes:core/v1:ConfigMap",
        name: "settings",
        properties: [],
    };

    before(async () => {
        harness = await Harness.start();
        await harness.repository("platform");
        // What drift.yml's job may do.
        const permissions = { metadata: "read", contents: "read", issues: "write" } as const;
        await harness.admin.putToken({ login: "alice", permissions, token: "job" });
    });
    after(() => harness.stop());

    async function keep(differences: readonly Difference[], stack = "dev", isDestroyed = false) {
        const client = gitHubClient({
            GITHUB_API_URL: `${harness.web}/api/v3`,
            GITHUB_TOKEN: "job",
        });
        const runUrl = "https://run.example";
        const drift = { stack, commit: "0123456789", differences, isDestroyed, runUrl };
        const mask = (text: string) => text.replaceAll("hunter2", "[secret]");
        return (await keepIssue(client, repository, drift, mask)).decision.action;
    }

    async function issues(): Promise<Seen[]> {
        const path = "/repos/letsgo/platform/issues?state=all&direction=asc";
        return (await harness.api(`GET ${path}`)).body as unknown as Seen[];
    }

    it("is opened once, with its label, and updated by the runs that follow", async () => {
        assert.equal(await keep([difference]), "open");
        assert.equal(await keep([difference]), "update");
        const [issue, ...more] = await issues();
        assert.deepEqual(more, []);
        assert.deepEqual([issue?.state, issue?.comments], ["open", 0]);
        assert.deepEqual(
            issue?.labels.map(({ name }) => name),
            ["drift"],
        );
    });

    it("says aloud when something else differs, without secrets", async () => {
        const properties = [{ path: "data.password", found: "hunter2" }];
        assert.equal(await keep([{ ...difference, fate: "changed", properties }]), "update");
        const [issue] = await issues();
        assert.equal(issue?.comments, 1);
        assert.match(issue.body, /data\.password` is `\[secret\]`/);
    });

    it("is closed with a comment, once, and another stack's is not", async () => {
        assert.equal(await keep([difference], "prod"), "open");
        assert.equal(await keep([]), "close");
        assert.equal(await keep([]), "none");
        const states = (await issues()).map(({ state, comments }) => [state, comments]);
        assert.deepEqual(states, [
            ["closed", 2],
            ["open", 0],
        ]);
    });

    it("is opened again if it comes back, rather than a second one", async () => {
        assert.equal(await keep([difference]), "reopen");
        const states = (await issues()).map(({ state, comments }) => [state, comments]);
        assert.deepEqual(states, [
            ["open", 3],
            ["open", 0],
        ]);
    });

    it("is closed if its stack is destroyed, and says so; without one nothing is said", async () => {
        assert.equal(await keep([], "prod", true), "close");
        assert.equal(await keep([], "prod", true), "none");
        const prod = (await issues()).at(-1);
        assert.deepEqual([prod?.state, prod?.comments], ["closed", 1]);
        const comments = `/repos/letsgo/platform/issues/${prod?.number ?? 0}/comments`;
        const { body } = await harness.api(`GET ${comments}`);
        const [comment] = body as unknown as { body: string }[];
        assert.match(comment?.body ?? "", /prod is destroyed: nothing is left that could differ/);
    });

    it("had no violation", async () => {
        assert.deepEqual(await harness.admin.violations(), []);
    });
});
