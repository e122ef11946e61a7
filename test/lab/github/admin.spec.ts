import assert from "node:assert/strict";
import { Harness } from "./harness";

describe("stand-in: admin", () => {
    let harness: Harness;

    before(async () => {
        harness = await Harness.start();
    });
    after(() => harness.stop());

    it("is not to be had on the public listener", async () => {
        const response = await fetch(`${harness.web}/_lab/tables`);
        assert.equal(response.status, 501);
        await harness.admin.clearViolations();
    });

    it("shows the same tables when everything that was made is gone", async () => {
        const before = await harness.admin.tables();
        await harness.repository("app");
        const key = await harness.keyPair("key");
        await harness.deployKey("letsgo/app", key, true);
        const during = await harness.admin.tables();
        assert.notDeepEqual(during, before);
        assert.deepEqual(during.repositories["letsgo/app"]?.keys, [`read read ${key.publicKey}`]);
        assert.deepEqual(Object.keys(during.repositories["letsgo/app"].refs), ["refs/heads/main"]);
        await harness.api("DELETE /repos/letsgo/app");
        assert.equal(JSON.stringify(await harness.admin.tables()), JSON.stringify(before));
    });

    it("tells the number of a log's newest entry, cleared or not", async () => {
        const { admin } = harness;
        await harness.api("GET /user");
        const last = (await admin.requests()).at(-1)?.sequence;
        assert.equal(await admin.newest("requests"), last);
        await admin.clearRequests();
        await harness.api("GET /user");
        assert.deepEqual(
            (await admin.requests(last)).map(({ sequence }) => sequence),
            [await admin.newest("requests")],
        );
        assert.equal(await admin.newest("deliveries"), 0);
    });

    it("goes on after a restart where it ended", async () => {
        await harness.repository("kept");
        const key = await harness.keyPair("kept-key");
        await harness.deployKey("letsgo/kept", key, true);
        await harness.api("GET /rate_limit");
        const [tables, hostKey] = [await harness.admin.tables(), await harness.admin.hostKey()];
        await harness.restart();
        assert.deepEqual(await harness.admin.tables(), tables);
        assert.equal((await harness.admin.hostKey()).publicKey, hostKey.publicKey);
        assert.equal((await harness.admin.violations()).length, 1, "violations outlive it, too");
        await harness.admin.clearViolations();
        assert.equal((await harness.api("GET /repos/letsgo/kept")).status, 200);
        const url = harness.sshUrl("letsgo/kept");
        assert.ok((await harness.git(harness.directory, ["ls-remote", url], key)).ok);
    });

    it("fails on demand: a status, as often as asked, then no more", async () => {
        const { admin } = harness;
        const headers = { "Retry-After": "1" };
        await admin.addFault({
            method: "GET",
            path: "^/user$",
            count: 2,
            skip: 1,
            effect: "status",
            status: 429,
            headers,
        });
        const statuses = [];
        for (let index = 0; index < 4; index++) {
            statuses.push((await harness.api("GET /user")).status);
        }
        assert.deepEqual(statuses, [200, 429, 429, 200]);
        await admin.clearFaults();
    });

    it("fails on demand: half an answer, although the work was done", async () => {
        await harness.admin.addFault({ method: "PUT", path: "/topics$", effect: "truncate" });
        const body = { names: ["done"] };
        await assert.rejects(harness.api("PUT /repos/letsgo/kept/topics", body));
        const { body: topics } = await harness.api("GET /repos/letsgo/kept/topics");
        assert.deepEqual(topics, body);
    });

    it("fails on demand: no answer", async () => {
        await harness.admin.addFault({ path: "^/user$", effect: "hang" });
        await assert.rejects(
            fetch(`${harness.web}/api/v3/user`, { signal: AbortSignal.timeout(100) }),
            { name: "TimeoutError" },
        );
        await harness.admin.addFault({ path: "^/user$", effect: "reset" });
        await assert.rejects(harness.api("GET /user"));
    });

    it("tells what is wrong with an admin request", async () => {
        const request = { login: "nobody", permissions: "read" } as const;
        await assert.rejects(harness.admin.putToken(request), /no user nobody/);
    });
});
