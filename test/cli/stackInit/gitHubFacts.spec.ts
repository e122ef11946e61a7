import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { INSTALLED_BY } from "../../../cli/stackInit/clusterFacts";
import { findToken, lookAtGitHub, ourDescription } from "../../../cli/stackInit/gitHubFacts";
import { DEFAULT_APP_NAME } from "../../../cli/stackInit/owners";
import { Annotations } from "../../../components/manifests";
import { repositoryDescription } from "../../../components/repositoryDescription";
import { declaration } from "../../../stacks/config/configKeys";

describe("stack:init: what GitHub has", () => {
    let server: Server;
    let api: string;
    let answer: { status: number; body: unknown; scopes?: string };
    let asked: string[];

    before(async () => {
        server = createServer((request, response) => {
            asked.push(`${request.url ?? ""} ${request.headers.authorization ?? ""}`);
            response.writeHead(answer.status, {
                "content-type": "application/json",
                ...(answer.scopes !== undefined && { "x-oauth-scopes": answer.scopes }),
            });
            response.end(JSON.stringify(answer.body));
        });
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        api = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v3`;
    });
    beforeEach(() => {
        asked = [];
    });
    after(() => {
        server.close();
    });

    const look = () =>
        lookAtGitHub({ api, owner: "acme", name: "shop", appName: "shop" }, "canary");

    it("is a repository, this program's or somebody's", async () => {
        answer = {
            status: 200,
            body: { full_name: "Acme/shop", description: repositoryDescription("shop") },
            scopes: "repo, workflow",
        };
        assert.deepEqual(await look(), {
            repository: { is: "there", isOurs: true, fullName: "Acme/shop" },
            scopes: ["repo", "workflow"],
        });
        answer = { status: 200, body: { full_name: "Acme/shop", description: null } };
        assert.deepEqual(await look(), {
            repository: { is: "there", isOurs: false, fullName: "Acme/shop" },
        });
        assert.deepEqual(new Set(asked), new Set(["/api/v3/repos/acme/shop Bearer canary"]));
    });

    it("is none, or not known", async () => {
        answer = { status: 404, body: {} };
        assert.deepEqual(await look(), { repository: { is: "absent" } });
        for (const [status, why] of [
            [401, "GitHub does not accept the token"],
            [502, "GitHub answered with status 502"],
        ] as const) {
            answer = { status, body: {} };
            assert.deepEqual(await look(), { repository: { is: "unknown", why } });
        }
    });

    it("is not known where nobody listens", async () => {
        const { repository } = await lookAtGitHub(
            // Reserved, and never listened on.
            { api: "http://127.0.0.1:1/api/v3", owner: "acme", name: "shop", appName: "shop" },
            "canary",
        );
        assert.equal(repository.is, "unknown");
        assert.match(JSON.stringify(repository), /127\.0\.0\.1:1 cannot be reached/);
        assert.doesNotMatch(JSON.stringify(repository), /canary/);
    });

    it("a token for github.com is not shown to other servers", async () => {
        const environment = { GH_TOKEN: "", GITHUB_TOKEN: "hub", GH_ENTERPRISE_TOKEN: "server" };
        assert.deepEqual(await findToken("github.com", environment), {
            value: "hub",
            from: { command: "printenv GITHUB_TOKEN" },
        });
        assert.deepEqual(await findToken("git.example.com", environment), {
            value: "server",
            from: { command: "printenv GH_ENTERPRISE_TOKEN" },
        });
    });

    it("what it knows by heart is what the program has", () => {
        assert.equal(INSTALLED_BY, Annotations.InstalledBy);
        assert.equal(ourDescription("shop"), repositoryDescription("shop"));
        assert.equal(declaration("appName").default, DEFAULT_APP_NAME);
    });
});
