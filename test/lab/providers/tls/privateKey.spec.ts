import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash, createPrivateKey, createPublicKey } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ImmutableProvider } from "../../../../lab/providers/protocol/immutable";
import { Properties, revealAll, Secret } from "../../../../lab/providers/protocol/values";
import { privateKey } from "../../../../lab/providers/tls/privateKey";
import { urnOf } from "../support/kubernetesProvider";

const provider = new ImmutableProvider({ "tls:index/privateKey:PrivateKey": privateKey });
const resource = urnOf("tls:index/privateKey:PrivateKey");

/** What OpenSSH itself makes of a private key: its public half, and the fingerprints of that. */
function askOpenSsh(key: string): { publicKey: string; sha256: string; md5: string } {
    const folder = mkdtempSync(join(tmpdir(), "key-"));
    try {
        const file = join(folder, "key");
        writeFileSync(file, key, { mode: 0o600 });
        const run = (...args: string[]) =>
            execFileSync("ssh-keygen", [...args, "-f", file]).toString();
        return {
            publicKey: run("-y").trim(),
            sha256: run("-l", "-E", "sha256").split(" ")[1] ?? "",
            md5: (run("-l", "-E", "md5").split(" ")[1] ?? "").replace("MD5:", ""),
        };
    } finally {
        rmSync(folder, { recursive: true });
    }
}

describe("the lab's tls provider", () => {
    for (const [inputs, type, header] of [
        [{ algorithm: "ED25519" }, "ssh-ed25519", "PRIVATE KEY"],
        [{ algorithm: "RSA", rsaBits: 2048 }, "ssh-rsa", "RSA PRIVATE KEY"],
        [{ algorithm: "ECDSA", ecdsaCurve: "P256" }, "ecdsa-sha2-nistp256", "EC PRIVATE KEY"],
    ] as const) {
        it(`makes a key of ${inputs.algorithm} that OpenSSH and OpenSSL read alike`, async () => {
            const { id, state } = await provider.create({
                ...resource,
                inputs,
                timeout: 0,
                preview: false,
            });
            for (const key of ["privateKeyOpenssh", "privateKeyPem", "privateKeyPemPkcs8"]) {
                assert.ok(state[key] instanceof Secret, key);
            }
            const open = revealAll(state) as Record<string, string>;
            const { md5, publicKey, sha256 } = askOpenSsh(open["privateKeyOpenssh"] ?? "");
            assert.equal(open["publicKeyOpenssh"], `${publicKey}\n`);
            assert.equal(publicKey.split(" ").length, 2);
            assert.equal(publicKey.split(" ")[0], type);
            assert.equal(open["publicKeyFingerprintSha256"], sha256);
            assert.equal(open["publicKeyFingerprintMd5"], md5);
            assert.ok(open["privateKeyPem"]?.startsWith(`-----BEGIN ${header}-----\n`));
            const spki = createPublicKey(createPrivateKey(open["privateKeyPem"] ?? "")).export({
                type: "spki",
                format: "der",
            });
            assert.deepEqual(
                createPublicKey(open["publicKeyPem"] ?? "").export({ type: "spki", format: "der" }),
                spki,
            );
            assert.equal(id, createHash("sha1").update(spki).digest("hex"));
        });
    }

    it("gives a key of a curve that SSH does not know no SSH form", async () => {
        const inputs: Properties = { algorithm: "ECDSA" };
        const { state } = await provider.create({
            ...resource,
            inputs,
            timeout: 0,
            preview: false,
        });
        assert.deepEqual([state["ecdsaCurve"], state["publicKeyOpenssh"]], ["P224", ""]);
    });

    it("refuses an unknown algorithm and curve, and replaces on a change", async () => {
        const check = async (news: Properties) =>
            (
                await provider.check({ ...resource, olds: {}, news, randomSeed: new Uint8Array() })
            ).failures?.map(({ property }) => property);
        assert.deepEqual(await check({ algorithm: "DSA" }), ["algorithm"]);
        assert.deepEqual(await check({ algorithm: "ECDSA", ecdsaCurve: "P1" }), ["ecdsaCurve"]);
        const olds = { algorithm: "ED25519", ecdsaCurve: "P224", rsaBits: 2048, publicKeyPem: "x" };
        const diff = await provider.diff({
            ...resource,
            id: "x",
            olds,
            oldInputs: { algorithm: "ED25519" },
            news: { algorithm: "RSA" },
            ignoreChanges: [],
        });
        assert.deepEqual(diff.replaces, ["algorithm"]);
    });
});
