import assert from "node:assert/strict";

import { Search, type Place } from "../../../lab/secrecy/search";

const place = (name: string, text: string): Place => ({ name, content: Buffer.from(text) });
const base64 = (text: string) => Buffer.from(text).toString("base64");

const PASSWORD = "canary-of-the-password";
const TOKEN = "canary-of-the-token";

const search = new Search([
    { name: "password", value: PASSWORD, intended: ["Secret a/one", "Secret b/two"] },
    { name: "token", value: TOKEN, intended: [], tolerated: ["log of GitHub's own"] },
]);

describe("lab/secrecy/search", () => {
    it("leaves secrets alone where they belong, and tells of those it misses there", () => {
        const places = [
            place("Secret a/one", base64(`x:${PASSWORD}`)),
            place("log of GitHub's own", TOKEN),
        ];
        assert.deepEqual(search.leaks(places), []);
        assert.deepEqual(search.absences(places), ["password is not in Secret b/two"]);
    });

    it("tells of each secret in each other place, and how it stands there, but not what it is", () => {
        const leaks = search.leaks([
            place("Secret a/one", `${PASSWORD} ${TOKEN}`),
            place("log kubelet", `pulling with ${base64(`robot:${PASSWORD}`)}`),
            place("output of up", `token=${TOKEN}`),
        ]);
        assert.deepEqual(leaks, [
            "token is in Secret a/one, raw",
            "password is in log kubelet, in base64 at 0",
            "token is in output of up, raw",
        ]);
        assert.doesNotMatch(leaks.join(), /canary/);
    });

    it("names a secret it cannot search for", () => {
        const short = { name: "user", value: "robot", intended: [] };
        assert.throws(() => new Search([short]), /^Error: user: .*5 characters/);
    });
});
