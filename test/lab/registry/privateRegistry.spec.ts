import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { compare } from "bcryptjs";
import { parse } from "yaml";

import { labPaths, type LabPaths } from "../../../lab/paths";
import {
    privateRegistryConfiguration,
    registryConfiguration,
} from "../../../lab/registry/configuration";
import {
    pullPrivately,
    registryUsersFile,
    setRegistryUsers,
} from "../../../lab/registry/privateRegistry";

describe("lab/registry/privateRegistry", () => {
    let paths: LabPaths;
    beforeEach(() => {
        const home = fs.mkdtempSync(path.join(os.tmpdir(), "image-drift-registry-"));
        paths = labPaths({ IMAGE_DRIFT_HOME: home });
        fs.mkdirSync(paths.run, { recursive: true });
    });
    afterEach(() => {
        fs.rmSync(paths.home, { recursive: true });
    });

    it("has the open registry's images, and wants to know who asks", () => {
        const open = parse(registryConfiguration("/storage")) as Record<string, unknown>;
        const closed = parse(privateRegistryConfiguration("/storage", "/users")) as typeof open;
        assert.deepEqual(closed["storage"], open["storage"]);
        assert.deepEqual(closed["auth"], { htpasswd: { realm: "lab", path: "/users" } });
        assert.equal(open["auth"], undefined);
        assert.notDeepEqual(closed["http"], open["http"]);
        // Pushes go to the open one, which tells of them.
        assert.equal(closed["notifications"], undefined);
    });

    it("lets in whoever is on the list, with hashes of their passwords, and nobody else", async () => {
        await setRegistryUsers(paths, [{ name: "old", password: "x" }]);
        await setRegistryUsers(paths, [
            { name: "one", password: "a password" },
            { name: "two", password: 'p"&<%/+' },
        ]);
        const lines = fs.readFileSync(registryUsersFile(paths), "utf8").trimEnd().split("\n");
        const users = lines.map((line) => line.split(/:(.*)/));
        assert.deepEqual(
            users.map(([name]) => name),
            ["one", "two"],
        );
        assert.ok(await compare('p"&<%/+', users[1]?.[1] ?? ""));
    });

    it("switches one host's images, for the node, from one registry to the other", () => {
        const file = path.join(paths.run, "containerd", "hosts", "ghcr.io", "hosts.toml");
        pullPrivately(paths, "ghcr.io", true);
        assert.match(fs.readFileSync(file, "utf8"), /^\[host\."http:\/\/10\.77\.0\.3:5001"\]$/m);
        pullPrivately(paths, "ghcr.io", false);
        assert.match(fs.readFileSync(file, "utf8"), /^\[host\."http:\/\/10\.77\.0\.3:5000"\]$/m);
    });
});
