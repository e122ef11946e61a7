import assert from "node:assert/strict";

import { readRemote } from "../../../cli/stackInit/gitRemote";

describe("stack:init: the Git remote", () => {
    for (const [url, host, owner] of [
        ["git@github.com:acme/platform.git\n", "github.com", "acme"],
        ["github.com:acme/platform", "github.com", "acme"],
        ["https://github.com/acme/platform.git", "github.com", "acme"],
        ["https://github.com/acme/platform/", "github.com", "acme"],
        ["https://robot:ghp_secret@github.com/acme/platform", "github.com", "acme"],
        ["ssh://git@git.example.com:2222/acme/platform.git", "git.example.com", "acme"],
        ["git+ssh://git@github.com/acme/platform", "github.com", "acme"],
    ] as const) {
        it(`${url.trim().replace("ghp_secret", "…")} is ${owner}'s at ${host}`, () => {
            assert.deepEqual(readRemote(url), { host, owner });
        });
    }

    for (const url of ["/srv/git/platform.git", "../platform", "file:///srv/platform", ""]) {
        it(`"${url}" has no owner`, () => {
            assert.equal(readRemote(url), undefined);
        });
    }
});
