import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { missingPackages, PackagesMissing } from "../../lab/packages";

describe("lab/packages", () => {
    let directory: string;

    beforeEach(() => {
        directory = fs.mkdtempSync(path.join(os.tmpdir(), "packages-"));
    });

    afterEach(() => {
        fs.rmSync(directory, { recursive: true });
    });

    it("misses a package when none of its programs is there", () => {
        fs.writeFileSync(path.join(directory, "etcd"), "");
        const needs = [
            { debianPackage: "etcd-server", anyOf: ["etcd"] },
            { debianPackage: "runc", anyOf: ["runc"] },
            { debianPackage: "plugins", anyOf: ["/nowhere/bridge", path.join(directory, "etcd")] },
        ];
        assert.deepEqual(missingPackages(needs, directory), ["runc"]);
    });

    it("names the packages and the command that installs them", () => {
        assert.equal(
            new PackagesMissing(["runc", "skopeo"], "--no-install").message,
            "missing Debian packages: runc skopeo (--no-install); install them with:\n" +
                "  apt-get update && apt-get install --yes --no-install-recommends runc skopeo",
        );
    });
});
