import assert from "node:assert/strict";
import { Harness } from "./harness";

describe("stand-in: teams of an organisation", () => {
    let harness: Harness;
    const operators = "GET /orgs/letsgo/teams/operators";

    before(async () => {
        harness = await Harness.start();
        const { admin } = harness;
        await admin.putAccount({ login: "letsgo", type: "Organization", teams: ["operators"] });
        await admin.putAccount({ login: "mallory", type: "User" });
        await harness.repository("app");
    });
    after(() => harness.stop());

    it("shows one to members whose token may read teams", async () => {
        const shown = await harness.api(operators);
        assert.deepEqual([shown.status, shown.body.slug], [200, "operators"]);
        assert.equal((await harness.api("GET /orgs/letsgo/teams/nobody")).status, 404);
        const asked = async (token: object, login = "alice") => {
            const made = await harness.admin.putToken({ login, ...token });
            return (await harness.api(operators, undefined, made.token)).status;
        };
        assert.equal(await asked({ permissions: "write" }, "mallory"), 404);
        assert.equal(await asked({ scopes: ["repo"] }), 404);
        assert.equal(await asked({ scopes: ["read:org"] }), 200);
        assert.equal(await asked({ permissions: { metadata: "read" } }), 403);
        assert.equal(await asked({ permissions: { members: "read" } }), 200);
    });

    it("lets one review deployments, and keeps its number", async () => {
        const { id } = (await harness.api(operators)).body;
        const place = "/repos/letsgo/app/environments/production";
        const put = (reviewers: object[]) => harness.api(`PUT ${place}`, { reviewers });
        assert.equal((await put([{ type: "User", id }])).status, 422);
        assert.equal((await put([{ type: "Team", id: 1 }])).status, 422);
        assert.equal((await put([{ type: "Team", id }])).status, 200);
        const { body } = await harness.api(`GET ${place}`);
        const [rule] = body.protection_rules as { reviewers: { reviewer: { slug: string } }[] }[];
        assert.equal(rule?.reviewers[0]?.reviewer.slug, "operators");
        await harness.admin.putAccount({
            login: "letsgo",
            type: "Organization",
            teams: ["operators", "auditors"],
        });
        assert.equal((await harness.api(operators)).body.id, id);
    });

    it("had no violation", async () => {
        assert.deepEqual(await harness.admin.violations(), []);
    });
});
