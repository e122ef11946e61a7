import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";

import { installRelease } from "../../../scripts/ci/installRelease";

const VERSION = "1.2.3";

describe("scripts/ci: the Pulumi CLI", () => {
    let directory: string;
    let archive: Buffer;
    let server: Server;
    let releases: string;
    let asked: string[];

    before(async () => {
        directory = fs.mkdtempSync(path.join(os.tmpdir(), "release-"));
        fs.mkdirSync(path.join(directory, "pulumi"));
        fs.writeFileSync(path.join(directory, "pulumi/pulumi"), "#!/bin/sh\necho v1.2.3\n", {
            mode: 0o755,
        });
        archive = execFileSync("tar", ["-czf", "-", "-C", directory, "pulumi"]);
        server = createServer((request, response) => {
            asked.push(request.url ?? "");
            response.statusCode = request.url?.includes("linux-x64") ? 200 : 404;
            response.end(archive);
        });
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        releases = `http://127.0.0.1:${(server.address() as AddressInfo).port}/download`;
    });
    beforeEach(() => {
        asked = [];
    });
    after(() => {
        server.close();
        fs.rmSync(directory, { recursive: true });
    });

    function install(platform: string, checksum: string, into: string): Promise<string> {
        const checksums = { [platform]: checksum };
        return installRelease({ version: VERSION, platform, releases, checksums }, into);
    }

    function emptyPlace(): string {
        return fs.mkdtempSync(path.join(directory, "into-"));
    }

    it("unpacks what has the checksum, again if need be", async () => {
        const into = emptyPlace();
        const checksum = createHash("sha256").update(archive).digest("hex");
        for (let times = 0; times < 2; times++) {
            const place = await install("linux-x64", checksum, into);
            const printed = execFileSync(path.join(place, "pulumi"), { encoding: "utf8" });
            assert.equal(printed, "v1.2.3\n");
        }
        assert.deepEqual(fs.readdirSync(into), [`pulumi-${VERSION}`]);
        assert.equal(asked[0], "/download/v1.2.3/pulumi-v1.2.3-linux-x64.tar.gz");
    });

    it("unpacks nothing else", async () => {
        const into = emptyPlace();
        await assert.rejects(install("linux-x64", "0".repeat(64), into), /it was not unpacked/);
        assert.deepEqual(fs.readdirSync(into), []);
    });

    it("says what cannot be had", async () => {
        const into = emptyPlace();
        await assert.rejects(install("linux-arm64", "0".repeat(64), into), /arm64.*: 404/);
        const other = { version: VERSION, platform: "sunos-x64", releases, checksums: { a: "" } };
        await assert.rejects(installRelease(other, into), /no release is pinned for sunos-x64/);
        const nobody = { ...other, platform: "a", releases: "http://127.0.0.1:1" };
        await assert.rejects(
            installRelease(nobody, into),
            /127\.0\.0\.1:1\/v1\.2\.3\/.* cannot be fetched: /,
        );
        assert.deepEqual(fs.readdirSync(into), []);
    });
});
