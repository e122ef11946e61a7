import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";

import { formsOf } from "../../../lab/secrecy/forms";

const SECRET = 'canary "<&\\%/+= ü~!';

/** The forms that a text has of a secret. */
function formsIn(text: string, secret = SECRET): string[] {
    return formsOf(secret)
        .filter(({ bytes }) => Buffer.from(text).includes(bytes))
        .map(({ name }) => name);
}

describe("lab/secrecy/forms", () => {
    const said: readonly [string, string, string][] = [
        ["as it is", `password=${SECRET}!`, "raw"],
        ["in JSON", JSON.stringify({ password: `my ${SECRET}` }), "in JSON"],
        ["in JSON that Go wrote", '{"a":"canary \\"\\u003c\\u0026\\\\%/+= ü~!"}', "in JSON"],
        [
            "in JSON within JSON",
            JSON.stringify({ annotation: JSON.stringify({ password: SECRET }) }),
            "in JSON in JSON",
        ],
        ["in a URL", `https://x/?q=${encodeURIComponent(SECRET)}`, "in a URL"],
        ["in a form", new URLSearchParams({ password: SECRET }).toString(), "in a form"],
        ["in base64", Buffer.from(SECRET).toString("base64"), "in base64 at 0"],
        ["in base64url", Buffer.from(`${SECRET}?`).toString("base64url"), "in base64 at 0"],
    ];
    for (const [how, text, form] of said) {
        it(`are found ${how}`, () => {
            assert.ok(formsIn(text).includes(form), formsIn(text).join());
        });
    }

    it("are found in a Secret with Docker's configuration, of each part by itself", () => {
        for (const user of ["robot", "robots", "a-robot"]) {
            const auth = Buffer.from(`${user}:${SECRET}`).toString("base64");
            for (const config of [{ auth }, { password: SECRET }]) {
                const json = JSON.stringify({ auths: { "ghcr.io": config } });
                const [form = "none"] = formsIn(Buffer.from(json).toString("base64"));
                assert.match(form, "auth" in config ? /^in base64 in base64/ : /^in base64 at/);
            }
        }
    });

    it("are found in base64 wherever they begin, and whatever follows", () => {
        for (let before = 0; before < 7; before += 1) {
            for (let after = 0; after < 4; after += 1) {
                const text = `${"x".repeat(before)}${SECRET}${"y".repeat(after)}`;
                assert.deepEqual(formsIn(Buffer.from(text).toString("base64")), [
                    `in base64 at ${before % 3}`,
                ]);
            }
        }
    });

    it("are not found in what resembles them", () => {
        assert.deepEqual(formsIn(SECRET.slice(1)), []);
        assert.deepEqual(formsIn(Buffer.from(SECRET.slice(0, -1)).toString("base64")), []);
        assert.deepEqual(formsIn(SECRET.toUpperCase()), []);
    });

    describe("of a private key", () => {
        const rsa = () =>
            generateKeyPairSync("rsa", {
                modulusLength: 2048,
                privateKeyEncoding: { type: "pkcs8", format: "pem" },
                publicKeyEncoding: { type: "spki", format: "pem" },
            }).privateKey;
        const key = rsa();
        const lines = key.trim().split("\n").slice(1, -1);

        it("are each line of its base64, wherever and however it stands", () => {
            for (const [index, line] of lines.filter(({ length }) => length >= 16).entries()) {
                assert.ok(formsIn(`x ${line} y`, key).includes(`line ${index + 1} raw`), line);
                const encoded = Buffer.from(`key: ${line}`).toString("base64");
                assert.deepEqual(formsIn(encoded, key), [`line ${index + 1} in base64 at 2`]);
            }
        });

        it("are found in the key as a whole, with its line ends in any form", () => {
            for (const text of [key, JSON.stringify(key), key.replaceAll("\n", "")]) {
                assert.ok(formsIn(text, key).length > 0);
            }
        });

        it("are not what all keys have in common", () => {
            assert.deepEqual(formsIn(rsa(), key), []);
            const beginning =
                "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW";
            const open = (body: string) =>
                `-----BEGIN OPENSSH PRIVATE KEY-----\n${beginning}\n${body}\n-----END`;
            const other = "QyNTUxOQAAACBsomebodyelseskeyhasothercharactersinthisline";
            const own = "QyNTUxOQAAACBmyownkeyhasthesecharactersinthisline00000000";
            assert.deepEqual(formsIn(open(other), open(own)), []);
            assert.deepEqual(formsIn(open(own), open(own)), ["line 1 raw"]);
        });
    });

    it("of a text that would be found by chance there are none", () => {
        assert.throws(() => formsOf("robot"), /5 characters/);
        assert.throws(() => formsOf("short\nlines\nonly"), /no line/);
    });
});
