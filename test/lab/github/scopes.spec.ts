import assert from "node:assert/strict";
import type { Scope } from "../../../lab/github/scopes";
import { Harness } from "./harness";

describe("stand-in: what tokens say of themselves", () => {
    let harness: Harness;

    before(async () => {
        harness = await Harness.start();
        await harness.repository("closed");
        await harness.repository("open", { private: false });
    });
    after(() => harness.stop());

    async function classic(...scopes: Scope[]): Promise<string> {
        return (await harness.admin.putToken({ login: "alice", scopes })).token;
    }

    const file = { message: "m", content: "YQ==" };
    const hook = { config: { url: "http://127.0.0.1:9/", content_type: "json" } };
    const workflow = "contents/.github/workflows/a.yml";
    const NOT_FOUND = "Not Found";
    const NO_RIGHTS = "Must have admin rights to Repository.";

    const cases: [
        scopes: Scope[],
        signature: string,
        body: unknown,
        status: number,
        message: string | undefined,
        accepted: string,
    ][] = [
        [[], "GET /user", undefined, 200, undefined, ""],
        [[], "GET /repos/letsgo/open", undefined, 200, undefined, "public_repo, repo"],
        [[], "GET /repos/letsgo/closed", undefined, 404, NOT_FOUND, "public_repo, repo"],
        [[], "PUT /repos/letsgo/open/contents/a", file, 404, NOT_FOUND, "public_repo, repo"],
        [
            ["public_repo"],
            "PUT /repos/letsgo/open/contents/b",
            file,
            201,
            undefined,
            "public_repo, repo",
        ],
        [
            ["public_repo"],
            "GET /repos/letsgo/closed",
            undefined,
            404,
            NOT_FOUND,
            "public_repo, repo",
        ],
        [
            ["repo"],
            "PUT /repos/letsgo/closed/contents/a",
            file,
            201,
            undefined,
            "public_repo, repo",
        ],
        [
            ["repo"],
            `PUT /repos/letsgo/closed/${workflow}`,
            file,
            404,
            NOT_FOUND,
            "public_repo, repo",
        ],
        [
            ["repo", "workflow"],
            `PUT /repos/letsgo/closed/${workflow}`,
            file,
            201,
            undefined,
            "public_repo, repo",
        ],
        [["workflow"], "GET /repos/letsgo/closed", undefined, 404, NOT_FOUND, "public_repo, repo"],
        [
            ["repo"],
            "POST /repos/letsgo/closed/hooks",
            hook,
            201,
            undefined,
            "admin:repo_hook, public_repo, repo, write:repo_hook",
        ],
        [
            ["admin:repo_hook"],
            "GET /repos/letsgo/closed/hooks",
            undefined,
            200,
            undefined,
            "admin:repo_hook, public_repo, read:repo_hook, repo, write:repo_hook",
        ],
        [
            ["read:org"],
            "POST /orgs/letsgo/repos",
            { name: "x" },
            404,
            NOT_FOUND,
            "public_repo, repo",
        ],
        [["repo"], "DELETE /repos/letsgo/closed", undefined, 403, NO_RIGHTS, "delete_repo"],
        [["workflow"], "DELETE /repos/letsgo/open", undefined, 404, NOT_FOUND, "delete_repo"],
        [
            ["repo", "delete_repo"],
            "DELETE /repos/letsgo/open",
            undefined,
            204,
            undefined,
            "delete_repo",
        ],
    ];
    for (const [scopes, signature, body, status, message, accepted] of cases) {
        it(`classic, [${scopes.join()}]: ${signature} is ${status}`, async () => {
            const answer = await harness.api(signature, body, await classic(...scopes));
            assert.equal(answer.status, status);
            assert.equal((answer.body as typeof answer.body | undefined)?.message, message);
            assert.equal(answer.headers.get("X-OAuth-Scopes"), [...scopes].sort().join(", "));
            assert.equal(answer.headers.get("X-Accepted-OAuth-Scopes"), accepted);
            assert.equal(answer.headers.get("X-Accepted-GitHub-Permissions"), null);
        });
    }

    it("classic: git takes repo for private repositories, and nothing less", async () => {
        const list = async (token: string) => {
            const root = harness.web.replace("//", `//x-access-token:${token}@`);
            const args = ["ls-remote", `${root}/letsgo/closed.git`];
            return (await harness.git(harness.directory, args)).ok;
        };
        assert.equal(await list(await classic("repo")), true);
        assert.equal(await list(await classic("public_repo", "workflow")), false);
    });

    it("fine-grained: says which permission it would have taken, refused or not", async () => {
        const accepted = "X-Accepted-GitHub-Permissions";
        const good = await harness.api("GET /repos/letsgo/closed", undefined, "read");
        assert.equal(good.headers.get(accepted), "metadata=read");
        const bad = await harness.api("PUT /repos/letsgo/closed/contents/x", file, "read");
        assert.equal(bad.status, 403);
        assert.equal(bad.headers.get(accepted), "contents=write");
        assert.equal(bad.headers.get("X-OAuth-Scopes"), null);
    });

    it("says when it will expire, to those who have one that does", async () => {
        const expiresAt = "2099-12-31T23:59:59.000Z";
        const { token } = await harness.admin.putToken({ login: "alice", scopes: [], expiresAt });
        const name = "GitHub-Authentication-Token-Expiration";
        const own = await harness.api("GET /user", undefined, token);
        assert.equal(own.headers.get(name), "2099-12-31 23:59:59 UTC");
        assert.equal((await harness.api("GET /user")).headers.get(name), null);
    });

    it("knows no other scopes", async () => {
        const scopes = ["everything"] as unknown as Scope[];
        await assert.rejects(
            harness.admin.putToken({ login: "alice", scopes }),
            /no scope everything/,
        );
    });

    it("had no violation", async () => {
        assert.deepEqual(await harness.admin.violations(), []);
    });
});
