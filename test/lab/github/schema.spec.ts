import assert from "node:assert/strict";
import fs from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { Faults } from "../../../lab/github/faults";
import type { Hub } from "../../../lab/github/hub";
import { RestApi } from "../../../lab/github/http/restApi";
import { accountRoute, ok } from "../../../lab/github/http/route";
import { Router } from "../../../lab/github/http/router";
import { Journal } from "../../../lab/github/journal";
import { checkedOperation } from "../../../lab/github/openapi/validator";
import { routes } from "../../../lab/github/rest/routes";
import { Store } from "../../../lab/github/store";
import { Harness } from "./harness";

describe("stand-in: held to GitHub's description", () => {
    let harness: Harness;

    before(async () => {
        harness = await Harness.start();
        await harness.repository("app");
    });
    beforeEach(() => harness.admin.clearViolations());
    after(() => harness.stop());

    for (const { method, describedAs } of routes) {
        it(`${method} ${describedAs} is described`, () => {
            assert.doesNotThrow(() => checkedOperation(method, describedAs));
        });
    }

    it("refuses and records a request that GitHub would not understand", async () => {
        const answer = await harness.api("POST /repos/letsgo/app/keys", { key: 5 });
        assert.equal(answer.status, 422);
        assert.match(String(answer.body.message), /\/key must be string/);
        const [violation] = await harness.admin.violations();
        assert.equal(violation?.kind, "request");
        assert.equal(violation.path, "/repos/letsgo/app/keys");
    });

    it("takes what GitHub takes although it is not described, and nothing else", async () => {
        const environment = "PUT /repos/letsgo/app/environments/dev";
        assert.equal((await harness.api(environment, { can_admins_bypass: true })).status, 200);
        assert.equal((await harness.api(environment, { no_such_setting: true })).status, 422);
    });

    it("answers 501 to unknown routes and records them", async () => {
        assert.equal((await harness.api("GET /rate_limit")).status, 501);
        assert.equal((await harness.api("POST /repos/letsgo/app/merges", {})).status, 501);
        const graphql = await fetch(`${harness.web}/api/graphql`, { method: "POST", body: "{}" });
        assert.equal(graphql.status, 501);
        const violations = await harness.admin.violations();
        assert.deepEqual(
            violations.map(({ kind, method, path: where }) => [kind, method, where]),
            [
                ["unknown", "GET", "/rate_limit"],
                ["unknown", "POST", "/repos/letsgo/app/merges"],
                ["unknown", "POST", "/api/graphql"],
            ],
        );
    });

    it("says so when it knows a route but not that use of it", async () => {
        const body = { name: "x", license_template: "mit" };
        assert.equal((await harness.api("POST /orgs/letsgo/repos", body)).status, 501);
        assert.equal((await harness.admin.violations()).length, 1);
    });

    it("does not send an answer that GitHub could not give, and records it", async () => {
        const directory = await fs.mkdtemp(path.join(os.tmpdir(), "stand-in-test-"));
        const store = new Store(directory);
        const journals = { requests: new Journal() };
        // Only what serving this one route touches.
        const hub = { store, journals, faults: new Faults() } as unknown as Hub;
        const wrong = accountRoute("GET /user", "none", () => ok({ login: 5 }));
        const rest = new RestApi(hub, new Router([wrong]));
        const server = http.createServer((request, response) => {
            const url = new URL(request.url ?? "/", "http://127.0.0.1");
            void rest.serve(request, response, url, url.pathname);
        });
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        try {
            const { port } = server.address() as AddressInfo;
            const answer = await fetch(`http://127.0.0.1:${port}/user`);
            assert.equal(answer.status, 500);
            assert.equal(store.state.violations[0]?.kind, "answer");
        } finally {
            server.close();
            server.closeAllConnections();
            await fs.rm(directory, { recursive: true });
        }
    });
});
