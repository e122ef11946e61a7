import assert from "node:assert/strict";
import sodium from "libsodium-wrappers";
import { Harness } from "./harness";

describe("stand-in: secrets, variables, environments, rules", () => {
    let harness: Harness;
    let root: string;
    const repository = "/repos/letsgo/app";

    before(async () => {
        harness = await Harness.start();
        const made = await harness.repository("app");
        root = `/repositories/${String(made.id)}`;
        await sodium.ready;
    });
    after(() => harness.stop());

    async function seal(place: string, value: string): Promise<object> {
        const { body } = await harness.api(`GET ${place}/public-key`);
        const key = new Uint8Array(Buffer.from(String(body.key), "base64"));
        const sealed = sodium.crypto_box_seal(value, key);
        return { key_id: body.key_id, encrypted_value: Buffer.from(sealed).toString("base64") };
    }

    it("keeps secrets sealed, and can open them", async () => {
        const place = `${repository}/actions/secrets`;
        assert.equal(
            (await harness.api(`PUT ${place}/PASSWORD`, await seal(place, "one"))).status,
            201,
        );
        assert.equal(
            (await harness.api(`PUT ${place}/PASSWORD`, await seal(place, "two"))).status,
            204,
        );
        const query = { repository: "letsgo/app", name: "PASSWORD" };
        assert.equal(await harness.admin.openSecret(query), "two");
        const { body } = await harness.api(`GET ${place}/PASSWORD`);
        assert.deepEqual(Object.keys(body).sort(), ["created_at", "name", "updated_at"]);
        const foreign = { ...(await seal(place, "x")), encrypted_value: "AAAA" };
        assert.equal((await harness.api(`PUT ${place}/PASSWORD`, foreign)).status, 422);
        const reserved = await harness.api(`PUT ${place}/GITHUB_X`, await seal(place, "x"));
        assert.equal(reserved.status, 422);
        assert.equal((await harness.api(`DELETE ${place}/PASSWORD`)).status, 204);
        assert.equal((await harness.api(`DELETE ${place}/PASSWORD`)).status, 404);
    });

    it("keeps variables", async () => {
        const place = `${repository}/actions/variables`;
        const variable = { name: "registry", value: "ghcr.io" };
        assert.equal((await harness.api(`POST ${place}`, variable)).status, 201);
        assert.equal((await harness.api(`POST ${place}`, variable)).status, 409);
        assert.equal(
            (await harness.api(`PATCH ${place}/REGISTRY`, { value: "quay.io" })).status,
            204,
        );
        assert.equal((await harness.api(`GET ${place}/REGISTRY`)).body.value, "quay.io");
    });

    it("keeps environments with secrets of their own, by name and by number", async () => {
        const alice = await harness.api("GET /users/alice");
        const settings = {
            wait_timer: 5,
            can_admins_bypass: false,
            prevent_self_review: true,
            reviewers: [{ type: "User", id: alice.body.id }],
            deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
        };
        const made = await harness.api(`PUT ${repository}/environments/production`, settings);
        assert.equal(made.status, 200);
        assert.equal(made.body.can_admins_bypass, false);
        const types = (made.body.protection_rules as { type: string }[]).map(({ type }) => type);
        assert.deepEqual(types, ["wait_timer", "required_reviewers", "branch_policy"]);
        const policies = `${repository}/environments/production/deployment-branch-policies`;
        const policy = await harness.api(`POST ${policies}`, { name: "main", type: "branch" });
        assert.equal(policy.status, 200);
        assert.equal((await harness.api(`POST ${policies}`, { name: "main" })).status, 303);
        // Settings that are sent again leave the policies as they are.
        await harness.api(`PUT ${repository}/environments/production`, settings);
        const listed = await harness.api(`GET ${policies}`);
        assert.equal(listed.body.total_count, 1);
        const one = `${policies}/${String(policy.body.id)}`;
        assert.equal((await harness.api(`PUT ${one}`, { name: "trunk" })).body.name, "trunk");
        assert.equal((await harness.api(`DELETE ${one}`)).status, 204);
        assert.equal((await harness.api(`GET ${one}`)).status, 404);
        const place = `${root}/environments/production/secrets`;
        assert.equal((await harness.api(`PUT ${place}/TOKEN`, await seal(place, "t"))).status, 201);
        const query = { repository: "letsgo/app", environment: "production", name: "TOKEN" };
        assert.equal(await harness.admin.openSecret(query), "t");
        const named = `${repository}/environments/production/secrets/TOKEN`;
        assert.equal((await harness.api(`GET ${named}`)).status, 200);
        assert.equal(
            (await harness.api(`DELETE ${repository}/environments/production`)).status,
            204,
        );
        assert.equal((await harness.api(`GET ${named}`)).status, 404);
    });

    it("keeps rulesets as they were sent", async () => {
        const place = `${repository}/rulesets`;
        const ruleset = {
            name: "main",
            target: "branch",
            enforcement: "active",
            bypass_actors: [{ actor_id: 5, actor_type: "RepositoryRole", bypass_mode: "always" }],
            conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
            rules: [{ type: "deletion" }, { type: "non_fast_forward" }],
        };
        const made = await harness.api(`POST ${place}`, ruleset);
        assert.equal(made.status, 201);
        const id = String(made.body.id);
        const { body } = await harness.api(`GET ${place}/${id}?includes_parents=false`);
        assert.deepEqual({ ...ruleset, ...body }, body);
        const put = await harness.api(`PUT ${place}/${id}`, { enforcement: "disabled" });
        assert.equal(put.body.enforcement, "disabled");
        assert.equal((await harness.api(`DELETE ${place}/${id}`)).status, 204);
    });

    it("keeps labels", async () => {
        const place = `${repository}/labels`;
        assert.equal((await harness.api(`POST ${place}`, { name: "bug" })).status, 422);
        const made = await harness.api(`POST ${place}`, { name: "drift", color: "AABBCC" });
        assert.equal(made.body.color, "aabbcc");
        const first = await harness.api(`GET ${place}?per_page=4&page=2`);
        assert.equal((first.body as unknown as unknown[]).length, 4);
        assert.match(first.headers.get("link") ?? "", /page=3>; rel="next"/);
        const patch = { new_name: "no drift", description: "d" };
        const renamed = await harness.api(`PATCH ${place}/drift`, patch);
        assert.deepEqual(renamed.body, { ...renamed.body, name: "no drift", description: "d" });
        assert.equal((await harness.api(`GET ${place}/drift`)).status, 404);
        assert.equal((await harness.api(`DELETE ${place}/No%20Drift`)).status, 204);
    });

    it("changes, renames and deletes repositories", async () => {
        const patch = { description: "d", has_wiki: false, delete_branch_on_merge: true };
        const patched = await harness.api(`PATCH ${repository}`, patch);
        assert.deepEqual({ ...patched.body, ...patch }, patched.body);
        const alerts = `${repository}/vulnerability-alerts`;
        assert.equal((await harness.api(`GET ${alerts}`)).status, 404);
        assert.equal((await harness.api(`PUT ${alerts}`)).status, 204);
        assert.equal((await harness.api(`GET ${alerts}`)).status, 204);
        const rename = `POST ${repository}/branches/main/rename`;
        assert.equal((await harness.api(rename, { new_name: "trunk" })).status, 201);
        assert.equal((await harness.api(`GET ${repository}`)).body.default_branch, "trunk");
        assert.equal((await harness.api("POST /orgs/letsgo/repos", { name: "App" })).status, 422);
        await harness.api(`PATCH ${repository}`, { name: "renamed" });
        assert.equal(
            (await harness.api("GET /repos/letsgo/renamed/contents/README.md")).status,
            200,
        );
        assert.equal((await harness.api("DELETE /repos/letsgo/renamed")).status, 204);
        assert.equal((await harness.api("DELETE /repos/letsgo/renamed")).status, 404);
    });

    it("had no violation", async () => {
        assert.deepEqual(await harness.admin.violations(), []);
    });
});
