import assert from "node:assert/strict";

import * as gitHubSays from "../../../lab/github/gitHubSays";
import { Harness } from "./harness";

describe("stand-in: what GitHub refuses, in its words", () => {
    let harness: Harness;

    before(async () => {
        harness = await Harness.start();
        await harness.repository("app");
    });
    after(() => harness.stop());

    it("a name that is taken", async () => {
        const { status, body } = await harness.api("POST /orgs/letsgo/repos", { name: "app" });
        assert.equal(status, 422);
        assert.equal(body.message, "Repository creation failed.");
        assert.deepEqual(body.errors, [
            {
                resource: "Repository",
                field: "name",
                code: "custom",
                message: "name already exists on this account",
            },
        ]);
    });

    it("a second webhook for the same events", async () => {
        const hook = { config: { url: "https://argocd.lab/api/webhook", content_type: "json" } };
        assert.equal((await harness.api("POST /repos/letsgo/app/hooks", hook)).status, 201);
        const { status, body } = await harness.api("POST /repos/letsgo/app/hooks", hook);
        assert.equal(status, 422);
        assert.match(JSON.stringify(body.errors), /Hook already exists on this repository/);
    });

    it("deploy keys that the organisation forbids, which members are told beforehand", async () => {
        const policy = async (forbidsDeployKeys?: boolean) => {
            await harness.admin.putAccount({
                login: "letsgo",
                type: "Organization",
                forbidsDeployKeys,
            });
            const { body } = await harness.api("GET /orgs/letsgo");
            return body.deploy_keys_enabled_for_repositories;
        };
        const key = { title: "read", key: (await harness.keyPair("forbidden")).publicKey };
        assert.equal(await policy(), true);
        assert.equal(await policy(true), false);
        const { status, body } = await harness.api("POST /repos/letsgo/app/keys", key);
        assert.equal(status, gitHubSays.noDeployKeys.status);
        assert.equal(body.message, "Deploy keys are disabled for this repository");
        // Whoever says nothing about it leaves it as it is.
        assert.equal(await policy(), false);
        const stranger = await harness.api("GET /orgs/letsgo", undefined, "mallory");
        assert.equal("deploy_keys_enabled_for_repositories" in stranger.body, false);
        assert.equal(await policy(false), true);
        assert.equal((await harness.api("POST /repos/letsgo/app/keys", key)).status, 201);
    });

    it("anything else on demand, as GitHub would", async () => {
        const answer = gitHubSays.secondaryLimit(403, 60);
        await harness.admin.addFault({ path: "^/user$", ...answer });
        const { status, headers, body } = await harness.api("GET /user");
        assert.equal(status, 403);
        assert.equal(headers.get("retry-after"), "60");
        assert.match(String(body.message), /secondary rate limit/);
        // By the end of this address clients tell this refusal from others.
        assert.match(String(body.documentation_url), /secondary-rate-limits$/);
    });

    it("nothing that its own description does not allow", async () => {
        assert.deepEqual(await harness.admin.violations(), []);
    });
});
