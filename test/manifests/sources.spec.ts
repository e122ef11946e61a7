import assert from "node:assert/strict";
import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";

import { sourceFiles } from "../../components/manifests";
import { writeTree } from "../support/golden";
import { GHCR_APP, image, OTHER_APP } from "./sampleApps";

const run = promisify(execFile);
const GO_ENVIRONMENT = { ...process.env, CGO_ENABLED: "0", GOFLAGS: "", GOWORK: "off" };

describe("the sample sources", () => {
    it("come with what a build needs, for every image, below its context", () => {
        assert.deepEqual(
            sourceFiles(OTHER_APP).map((file) => file.path),
            ["api", "page-renderer"].flatMap((name) =>
                ["main.go", "answer.go", "go.mod", "Dockerfile", ".dockerignore"].map(
                    (file) => `apps/${name}/${file}`,
                ),
            ),
        );
        const atRoot = { ...image("one", "ghcr.io/acme"), context: "." };
        assert.ok(
            sourceFiles({ name: "solo", images: [atRoot] }).some(({ path }) => path === "main.go"),
        );
    });

    it("make images that run without root and say which build they are", () => {
        for (const file of sourceFiles(GHCR_APP).filter(({ path }) =>
            path.endsWith("Dockerfile"),
        )) {
            assert.match(file.content, /^USER 65532:65532$/m);
            assert.match(file.content, /^FROM scratch$/m);
            assert.match(file.content, /^ARG BUILD_ID=/m);
            assert.match(file.content, /-X main\.build=\$BUILD_ID/);
        }
    });
});

describe("the sample servers", function () {
    // Go compiles its standard library the first time.
    this.timeout(300_000);

    let folder: string;
    const started: ChildProcess[] = [];

    before(async function () {
        if (!hasGo()) this.skip();
        folder = fs.mkdtempSync(path.join(os.tmpdir(), "sources-"));
        writeTree(folder, sourceFiles(GHCR_APP));
        for (const { name } of GHCR_APP.images) {
            const cwd = path.join(folder, "apps", name);
            await run("go", ["vet", "."], { cwd, env: GO_ENVIRONMENT });
            await run("go", ["build", "-ldflags", "-X main.build=b-1", "-o", "server", "."], {
                cwd,
                env: GO_ENVIRONMENT,
            });
        }
    });

    afterEach(async () => {
        for (const child of started.splice(0)) {
            if (child.exitCode === null && child.kill("SIGKILL")) await once(child, "exit");
        }
    });

    after(() => {
        if (folder) fs.rmSync(folder, { recursive: true });
    });

    it("are formatted as gofmt does", async () => {
        const { stdout } = await run("gofmt", ["-l", folder]);
        assert.equal(stdout, "");
    });

    it("say who they are, and that they live and are ready", async () => {
        const { url } = await start("backend");
        assert.deepEqual(await json(url), { app: "backend", build: "b-1" });
        assert.equal((await fetch(`${url}/healthz`)).status, 200);
        assert.equal((await fetch(`${url}/readyz`)).status, 200);
        assert.equal((await fetch(`${url}/nowhere`)).status, 404);
    });

    it("count their starts on the volume", async () => {
        const environment = { DATA_DIR: folder };
        for (const starts of [1, 2]) {
            const { url, child } = await start("backend", environment);
            assert.deepEqual(await json(url), { app: "backend", build: "b-1", starts });
            assert.equal(await stop(child), 0);
        }
    });

    it("show the backend's build in the frontend", async () => {
        const backend = await start("backend");
        const { url } = await start("frontend", { BACKEND_URL: backend.url });
        assert.deepEqual(await json(url), {
            app: "frontend",
            build: "b-1",
            backend: { app: "backend", build: "b-1" },
        });
    });

    it("answer in the frontend while the backend is away", async () => {
        const backend = await start("backend");
        await stop(backend.child);
        const { url } = await start("frontend", { BACKEND_URL: backend.url });
        const answer = (await json(url)) as { build: string; backend: { error: string } };
        assert.equal(answer.build, "b-1");
        assert.match(answer.backend.error, /refused/);
        assert.equal((await fetch(`${url}/readyz`)).status, 200);
    });

    it("finish on SIGTERM what they have begun, then end with 0", async () => {
        const asked = new Promise<http.ServerResponse>((resolve) => {
            slowBackend.once("request", (_request, response) => {
                resolve(response);
            });
        });
        const { url, child } = await start("frontend", { BACKEND_URL: await listen(slowBackend) });
        const answer = json(url);
        const waiting = await asked;
        const ended = stop(child);
        await until("the frontend to take no more connections", () =>
            fetch(`${url}/healthz`).then(
                () => false,
                () => true,
            ),
        );
        assert.equal(child.exitCode, null);
        waiting.end('{"build":"slow"}');
        assert.deepEqual(await answer, {
            app: "frontend",
            build: "b-1",
            backend: { build: "slow" },
        });
        assert.equal(await ended, 0);
    });

    it("are not ready once SIGTERM came, where they are told to stay for a moment", async () => {
        const { url, child } = await start("backend", { SHUTDOWN_DELAY: "1s" });
        const ended = stop(child);
        await until("/readyz to answer 503", async () => {
            return (await fetch(`${url}/readyz`)).status === 503;
        });
        assert.equal((await fetch(`${url}/healthz`)).status, 200);
        assert.equal(await ended, 0);
    });

    const slowBackend = http.createServer();
    after(() => {
        slowBackend.close();
    });

    async function start(
        name: string,
        environment: NodeJS.ProcessEnv = {},
    ): Promise<{ url: string; child: ChildProcess }> {
        const port = await freePort();
        const child = spawn(path.join(folder, "apps", name, "server"), {
            stdio: "ignore",
            env: { HOST: "127.0.0.1", PORT: String(port), ...environment },
        });
        started.push(child);
        const url = `http://127.0.0.1:${port}`;
        await until(`${name} to be ready`, () =>
            fetch(`${url}/readyz`).then(
                (response) => response.ok,
                () => false,
            ),
        );
        return { url, child };
    }
});

async function stop(child: ChildProcess): Promise<number | null> {
    const ended = once(child, "exit") as Promise<[number | null]>;
    child.kill("SIGTERM");
    return (await ended)[0];
}

async function json(url: string): Promise<unknown> {
    const response = await fetch(url);
    assert.equal(response.status, 200);
    return response.json();
}

async function listen(server: http.Server): Promise<string> {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function freePort(): Promise<number> {
    const server = http.createServer();
    await listen(server);
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, "close");
    return port;
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 15_000;
    while (!(await holds())) {
        if (Date.now() > deadline) throw new Error(`waited 15 s for ${what}`);
        await delay(20);
    }
}

function hasGo(): boolean {
    try {
        execFileSync("go", ["version"], { stdio: "ignore" });
        return true;
    } catch {
        return false;
    }
}
