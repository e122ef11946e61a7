import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import { Harness, type KeyPair } from "./harness";

describe("stand-in: git over SSH", () => {
    let harness: Harness;
    let reader: KeyPair;
    let writer: KeyPair;
    let readerId: number;

    before(async () => {
        harness = await Harness.start();
        await harness.repository("app");
        await harness.repository("other");
        reader = await harness.keyPair("reader");
        writer = await harness.keyPair("writer");
        readerId = await harness.deployKey("letsgo/app", reader, true);
        await harness.deployKey("letsgo/app", writer, false);
    });
    after(() => harness.stop());

    it("clones with the read-only key and refuses its push", async () => {
        const tree = await harness.clone(harness.sshUrl("letsgo/app"), "read", reader);
        await harness.commit(tree, "a.txt", "a");
        const push = await harness.git(tree, ["push", "origin", "main"], reader);
        assert.equal(push.ok, false);
        assert.match(
            push.text,
            /ERROR: The key you are authenticating with has been marked as read only\./,
        );
        const [fetched, refused] = (await harness.admin.git()).slice(-2);
        assert.deepEqual(
            [fetched?.operation, fetched?.accepted, fetched?.keyTitle],
            ["read", true, "read"],
        );
        assert.deepEqual(
            [refused?.operation, refused?.accepted, refused?.keyId, refused?.updates],
            ["write", false, readerId, []],
        );
    });

    it("takes the write key's push", async () => {
        const tree = await harness.clone(harness.sshUrl("letsgo/app"), "write", writer);
        await harness.commit(tree, "b.txt", "b");
        const push = await harness.git(tree, ["push", "origin", "main"], writer);
        assert.ok(push.ok, push.text);
        assert.equal((await harness.api("GET /repos/letsgo/app/contents/b.txt")).status, 200);
        const entry = (await harness.admin.git()).at(-1);
        assert.deepEqual(
            entry?.updates.map(({ ref }) => ref),
            ["refs/heads/main"],
        );
    });

    it("keeps a key to its own repository", async () => {
        for (const repository of ["letsgo/other", "letsgo/nowhere"]) {
            const url = harness.sshUrl(repository);
            const result = await harness.git(harness.directory, ["ls-remote", url], writer);
            assert.equal(result.ok, false);
            assert.match(result.text, /ERROR: Repository not found\./);
        }
    });

    it("refuses a key that is not registered, and one that no longer is", async () => {
        const url = harness.sshUrl("letsgo/app");
        const stranger = await harness.keyPair("stranger");
        const refused = await harness.git(harness.directory, ["ls-remote", url], stranger);
        assert.match(refused.text, /Permission denied \(publickey\)/);
        const passing = await harness.keyPair("passing");
        const id = await harness.deployKey("letsgo/app", passing, false);
        assert.ok((await harness.git(harness.directory, ["ls-remote", url], passing)).ok);
        await harness.api(`DELETE /repos/letsgo/app/keys/${id}`);
        const gone = await harness.git(harness.directory, ["ls-remote", url], passing);
        assert.match(gone.text, /Permission denied \(publickey\)/);
        const entry = (await harness.admin.git()).at(-1);
        assert.deepEqual([entry?.operation, entry?.accepted], ["authenticate", false]);
    });

    it("refuses a key that is in use or is none", async () => {
        const body = { title: "twice", key: reader.publicKey, read_only: true };
        const twice = await harness.api("POST /repos/letsgo/other/keys", body);
        assert.equal(twice.status, 422);
        assert.match(JSON.stringify(twice.body.errors), /key is already in use/);
        const nonsense = await harness.api("POST /repos/letsgo/other/keys", { key: "ssh-rsa x" });
        assert.match(JSON.stringify(nonsense.body.errors), /key is invalid/);
    });

    it("shows another host key on demand, which clients refuse, and the old one again", async () => {
        const knownHosts = path.join(harness.directory, "trusted");
        await fs.writeFile(knownHosts, `${(await harness.admin.hostKey()).knownHosts}\n`);
        const list = () =>
            harness.gitTrusting(
                knownHosts,
                harness.directory,
                ["ls-remote", harness.sshUrl("letsgo/app")],
                writer,
            );
        assert.ok((await list()).ok);
        await harness.admin.useOtherHostKey(true);
        const swapped = await list();
        assert.match(swapped.text, /REMOTE HOST IDENTIFICATION HAS CHANGED/);
        await harness.admin.useOtherHostKey(false);
        assert.ok((await list()).ok);
    });

    it("had no violation", async () => {
        assert.deepEqual(await harness.admin.violations(), []);
    });
});

describe("stand-in: git over HTTP", () => {
    let harness: Harness;
    const url = (token: string | undefined, repository: string) => {
        const address = new URL(`/${repository}.git`, harness.web);
        if (token !== undefined) {
            address.username = "x-access-token";
            address.password = token;
        }
        return address.href;
    };

    before(async () => {
        harness = await Harness.start();
        await harness.repository("app");
        await harness.repository("open", { private: false });
    });
    after(() => harness.stop());

    it("clones and pushes with a token that may write", async () => {
        const tree = await harness.clone(url("write", "letsgo/app"), "tree");
        // Beyond a megabyte git sends in chunks, without saying how much will come.
        await harness.commit(tree, "big.txt", randomBytes(1_500_000).toString("base64"));
        const push = await harness.git(tree, ["push", "origin", "main:main", "main:topic"]);
        assert.ok(push.ok, push.text);
        const entry = (await harness.admin.git()).at(-1);
        assert.deepEqual(entry?.updates.map(({ ref }) => ref).sort(), [
            "refs/heads/main",
            "refs/heads/topic",
        ]);
        assert.equal((await harness.api("GET /repos/letsgo/app/branches/topic")).status, 200);
    });

    it("refuses pushes of a token that may only read", async () => {
        const tree = await harness.clone(url("read", "letsgo/app"), "read");
        await harness.commit(tree, "c.txt", "c");
        const push = await harness.git(tree, ["push", "origin", "main"]);
        assert.equal(push.ok, false);
        assert.match(push.text, /Write access to repository not granted\.|403/);
        const entry = (await harness.admin.git()).at(-1);
        assert.deepEqual([entry?.operation, entry?.accepted], ["write", false]);
    });

    it("refuses unknown tokens, strangers and repositories that are not there", async () => {
        const list = (address: string) =>
            harness.git(harness.directory, ["ls-remote", address]).then((result) => result.ok);
        assert.equal(await list(url("nonsense", "letsgo/app")), false);
        assert.equal(await list(url("mallory", "letsgo/app")), false);
        assert.equal(await list(url("write", "letsgo/nowhere")), false);
        assert.equal(await list(url(undefined, "letsgo/app")), false);
        assert.equal(await list(url(undefined, "letsgo/open")), true);
    });

    it("had no violation", async () => {
        assert.deepEqual(await harness.admin.violations(), []);
    });
});
