import assert from "node:assert/strict";
import { Harness } from "./harness";

describe("stand-in: who may do what", () => {
    let harness: Harness;

    before(async () => {
        harness = await Harness.start();
        await harness.repository("closed");
        await harness.repository("open", { private: false });
    });
    after(() => harness.stop());

    const cases: [string, string, unknown, string | null, number, string | undefined][] = [
        ["unknown token", "GET /user", undefined, "nonsense", 401, "Bad credentials"],
        ["no token for oneself", "GET /user", undefined, null, 401, "Requires authentication"],
        ["no token, private", "GET /repos/letsgo/closed", undefined, null, 404, "Not Found"],
        ["no token, public", "GET /repos/letsgo/open", undefined, null, 200, undefined],
        ["a stranger, private", "GET /repos/letsgo/closed", undefined, "mallory", 404, "Not Found"],
        [
            "a stranger's write",
            "PUT /repos/letsgo/open/topics",
            { names: ["x"] },
            "mallory",
            403,
            "Must have admin rights to Repository.",
        ],
        [
            "no token's write",
            "PUT /repos/letsgo/open/topics",
            { names: ["x"] },
            null,
            401,
            "Requires authentication",
        ],
        ["a read-only token", "GET /repos/letsgo/closed", undefined, "read", 200, undefined],
        [
            "a read-only token's write",
            "PUT /repos/letsgo/closed/topics",
            { names: ["x"] },
            "read",
            403,
            "Resource not accessible by personal access token",
        ],
        [
            "a read-only token's new repository",
            "POST /orgs/letsgo/repos",
            { name: "x" },
            "read",
            403,
            "Resource not accessible by personal access token",
        ],
        ["an unknown organisation", "GET /orgs/nobody", undefined, "write", 404, "Not Found"],
        ["a user is no organisation", "GET /orgs/alice", undefined, "write", 404, "Not Found"],
    ];
    for (const [name, signature, body, token, status, message] of cases) {
        it(`${name}: ${status}`, async () => {
            const answer = await harness.api(signature, body, token);
            assert.equal(answer.status, status);
            assert.equal(answer.body.message, message);
        });
    }

    it("takes the token as password of Basic, too", async () => {
        const Authorization = `Basic ${Buffer.from("x-access-token:write").toString("base64")}`;
        const response = await fetch(`${harness.web}/api/v3/user`, { headers: { Authorization } });
        assert.equal(((await response.json()) as { login: string }).login, "alice");
    });

    it("goes by the token's areas", async () => {
        const permissions = { metadata: "read", contents: "write" } as const;
        await harness.admin.putToken({ login: "alice", permissions, token: "narrow" });
        const file = { message: "m", content: "YQ==" };
        const path = "PUT /repos/letsgo/closed/contents";
        assert.equal((await harness.api(`${path}/a.txt`, file, "narrow")).status, 201);
        const workflow = await harness.api(`${path}/.github/workflows/a.yml`, file, "narrow");
        assert.equal(workflow.status, 403, "writing a workflow takes more than contents");
        assert.equal(
            (await harness.api("GET /repos/letsgo/closed/hooks", undefined, "narrow")).status,
            403,
        );
    });

    it("forgets tokens that expire or are revoked", async () => {
        const { admin } = harness;
        const expiresAt = new Date(Date.now() - 1000).toISOString();
        await admin.putToken({ login: "alice", permissions: "read", token: "old", expiresAt });
        assert.equal((await harness.api("GET /user", undefined, "old")).status, 401);
        const made = await admin.putToken({ login: "alice", permissions: "read" });
        assert.equal((await harness.api("GET /user", undefined, made.token)).status, 200);
        await admin.revokeToken(made.fingerprint);
        assert.equal((await harness.api("GET /user", undefined, made.token)).status, 401);
    });

    it("says in the request log who did what, without the token", async () => {
        await harness.admin.clearRequests();
        await harness.api("GET /user", undefined, "nonsense");
        await harness.api("PUT /repos/letsgo/open/topics", { names: ["a"] });
        const log = await harness.admin.requests();
        assert.deepEqual(
            log.map(({ method, path, status, login, write }) => [
                method,
                path,
                status,
                login,
                write,
            ]),
            [
                ["GET", "/user", 401, undefined, false],
                ["PUT", "/repos/letsgo/open/topics", 200, "alice", true],
            ],
        );
        const known = await harness.admin.tokens();
        assert.ok(known.some((token) => token.fingerprint === log[1]?.token));
        assert.deepEqual(await harness.admin.requests(log[1]?.sequence), []);
    });

    it("had no violation", async () => {
        assert.deepEqual(await harness.admin.violations(), []);
    });
});
