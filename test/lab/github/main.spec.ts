import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import fs from "node:fs/promises";
import https from "node:https";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { StandInClient } from "../../../lab/github/client";
import { parseOptions } from "../../../lab/github/options";

const run = promisify(execFile);
const main = path.join(__dirname, "../../../lab/github/main.ts");
const node = ["--import", "tsx", main];

describe("stand-in: as a program", () => {
    let directory: string;

    before(async () => {
        directory = await fs.mkdtemp(path.join(os.tmpdir(), "stand-in-test-"));
    });
    after(() => fs.rm(directory, { recursive: true }));

    it("says what it needs", async () => {
        const usual = ["--state", directory, "--host", "git.lab", "--address", "127.0.0.1"];
        assert.throws(() => parseOptions([]), /--state, --host and --address are needed/);
        assert.throws(() => parseOptions(["--nonsense"]), /--nonsense/);
        assert.throws(() => parseOptions([...usual, "--ssh-port", "x"]), /"x" is no port/);
        assert.throws(() => parseOptions([...usual, "--tls-cert", "c"]), /belong together/);
        const { httpPort, sshPort, admin } = parseOptions(usual);
        assert.deepEqual({ httpPort, sshPort }, { httpPort: 443, sshPort: 22 });
        assert.deepEqual(admin, { address: "127.0.0.1", port: 7701 });
        const failed = await run(process.execPath, node).catch(
            (error: unknown) => error as { code: number; stderr: string },
        );
        assert.equal("code" in failed && failed.code, 1);
        assert.match(failed.stderr, /usage:/);
    });

    it("serves HTTPS and stops on SIGTERM", async () => {
        const [cert, key] = [path.join(directory, "cert.pem"), path.join(directory, "key.pem")];
        await run("openssl", [
            ...["req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
            ...["-keyout", key, "-out", cert, "-subj", "/CN=git.lab"],
            ...["-addext", "subjectAltName=DNS:git.lab", "-days", "1"],
        ]);
        const child = spawn(
            process.execPath,
            [
                ...[...node, "--state", path.join(directory, "state"), "--host", "git.lab"],
                ...["--address", "127.0.0.1", "--https-port", "0", "--ssh-port", "0"],
                ...["--admin", "127.0.0.1:0", "--tls-cert", cert, "--tls-key", key],
            ],
            { stdio: ["ignore", "pipe", "inherit"] },
        );
        const exited = new Promise((resolve) => child.on("exit", resolve));
        const line = await new Promise<string>((resolve) => {
            child.stdout.once("data", (chunk: Buffer) => {
                resolve(chunk.toString("utf8"));
            });
        });
        const [, port = "", admin = ""] =
            /https:\/\/git\.lab:(\d+),.* admin (\S+)/.exec(line) ?? [];
        const health = await new StandInClient(admin).health();
        assert.equal(health.api, `https://git.lab:${port}/api/v3`);
        const ca = await fs.readFile(cert);
        const status = await new Promise((resolve, reject) => {
            const options = {
                port: Number(port),
                ca,
                servername: "git.lab",
                path: "/api/v3/orgs/x",
            };
            https
                .get({ host: "127.0.0.1", ...options }, (response) => {
                    response.resume();
                    resolve(response.statusCode);
                })
                .on("error", reject);
        });
        assert.equal(status, 404);
        child.kill("SIGTERM");
        assert.equal(await exited, 0);
    });
});
