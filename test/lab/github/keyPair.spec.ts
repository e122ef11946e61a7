import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createPrivateKey, createPublicKey } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { utils } from "ssh2";
import { keyPairOf, newKeyPair, type KeyPair } from "../../../lab/github/git/keyPair";

/** The ED25519 key of a seed that is a number. */
function pkcs8Of(seed: number): string {
    const bytes = Buffer.alloc(32);
    bytes.writeUInt32BE(seed, 28);
    const prefix = Buffer.from("302e020100300506032b657004220420", "hex");
    const key = Buffer.concat([prefix, bytes]);
    return createPrivateKey({ key, type: "pkcs8", format: "der" })
        .export({ type: "pkcs8", format: "pem" })
        .toString();
}

/** The first byte of the public half. */
function firstByte(pkcs8: string): number | undefined {
    return createPublicKey(pkcs8).export({ type: "spki", format: "der" }).at(-32);
}

describe("stand-in: keys", () => {
    let folder: string;

    before(() => {
        folder = fs.mkdtempSync(path.join(os.tmpdir(), "key-pair-"));
    });
    after(() => {
        fs.rmSync(folder, { recursive: true });
    });

    /** Fails unless OpenSSH and ssh2 read the key and agree on its public half. */
    function check(pair: KeyPair): void {
        const file = path.join(folder, "key");
        fs.writeFileSync(file, pair.private, { mode: 0o600 });
        assert.equal(execFileSync("ssh-keygen", ["-y", "-f", file]).toString().trim(), pair.public);
        for (const half of [pair.private, pair.public]) {
            const parsed = utils.parseKey(half);
            if (parsed instanceof Error) throw parsed;
            assert.equal(parsed.getPublicSSH().toString("base64"), pair.public.split(" ")[1]);
        }
    }

    it("are read by OpenSSH and ssh2", () => {
        check(newKeyPair());
        check(newKeyPair("with a comment"));
    });

    it("are different each time", () => {
        assert.notEqual(newKeyPair().public, newKeyPair().public);
    });

    it("keep the leading zero bytes of their public half", () => {
        const pkcs8 = pkcs8Of(36);
        assert.equal(firstByte(pkcs8), 0);
        check(keyPairOf(pkcs8));
    });
});
