/** A stand-in on loopback with free ports, and what tests need to talk to it. */
import { execFile } from "node:child_process";
import fs from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { StandInClient } from "../../../lab/github/client";
import { newKeyPair } from "../../../lab/github/git/keyPair";
import { startStandIn, type StandIn, type StandInOptions } from "../../../lab/github/standIn";

const run = promisify(execFile);

export interface ApiAnswer {
    readonly status: number;
    readonly headers: Headers;
    /** The JSON body; undefined when there was none. */
    readonly body: Record<string, unknown>;
}

export interface GitResult {
    readonly ok: boolean;
    /** Standard output and error together. */
    readonly text: string;
}

/** A key pair with the private half in a file, as git's ssh wants it. */
export interface KeyPair {
    readonly publicKey: string;
    readonly file: string;
}

/** A request some webhook sent. */
export interface Received {
    readonly headers: http.IncomingHttpHeaders;
    readonly raw: string;
    readonly body: Record<string, unknown>;
}

export class Harness {
    private constructor(
        readonly directory: string,
        private readonly options: StandInOptions,
        private standIn: StandIn,
    ) {}

    /** Organisation `letsgo`, its member `alice`, tokens `write` and `read`, and `mallory` outside. */
    static async start(overrides: Partial<StandInOptions> = {}): Promise<Harness> {
        const directory = await fs.mkdtemp(path.join(os.tmpdir(), "stand-in-test-"));
        const options: StandInOptions = {
            state: path.join(directory, "state"),
            host: "127.0.0.1",
            address: "127.0.0.1",
            httpPort: 0,
            sshPort: 0,
            admin: { address: "127.0.0.1", port: 0 },
            ...overrides,
        };
        const harness = new Harness(directory, options, await startStandIn(options));
        const { admin } = harness;
        await admin.putAccount({ login: "alice", type: "User" });
        await admin.putAccount({ login: "mallory", type: "User" });
        await admin.putAccount({ login: "letsgo", type: "Organization", members: ["alice"] });
        await admin.putToken({ login: "alice", permissions: "write", token: "write" });
        await admin.putToken({ login: "alice", permissions: "read", token: "read" });
        await admin.putToken({ login: "mallory", permissions: "write", token: "mallory" });
        return harness;
    }

    get admin(): StandInClient {
        return new StandInClient(this.standIn.adminUrl);
    }

    get web(): string {
        return this.standIn.addresses.web;
    }

    sshUrl(repository: string): string {
        return this.standIn.addresses.ssh(repository);
    }

    /** Stops it and starts it again over the same state and ports. */
    async restart(): Promise<void> {
        await this.standIn.close();
        const httpPort = Number(new URL(this.web).port);
        this.standIn = await startStandIn({ ...this.options, httpPort });
    }

    async stop(): Promise<void> {
        await this.standIn.close();
        await fs.rm(this.directory, { recursive: true, force: true });
    }

    /** One REST request; `token` null sends none. */
    async api(
        signature: string,
        body?: unknown,
        token: string | null = "write",
    ): Promise<ApiAnswer> {
        const [method = "", ...rest] = signature.split(" ");
        const response = await fetch(`${this.web}/api/v3${rest.join(" ")}`, {
            method,
            headers: token === null ? {} : { Authorization: `Bearer ${token}` },
            body: body === undefined ? undefined : JSON.stringify(body),
        });
        const text = await response.text();
        const json = (text === "" ? undefined : JSON.parse(text)) as Record<string, unknown>;
        return { status: response.status, headers: response.headers, body: json };
    }

    /** A private repository of the organisation with a first commit; the answer's body. */
    async repository(name: string, settings: object = {}): Promise<Record<string, unknown>> {
        const body = { name, private: true, auto_init: true, ...settings };
        return (await this.api("POST /orgs/letsgo/repos", body)).body;
    }

    async keyPair(name: string): Promise<KeyPair> {
        const pair = newKeyPair();
        const file = path.join(this.directory, name);
        await fs.writeFile(file, pair.private, { mode: 0o600 });
        return { file, publicKey: pair.public };
    }

    /** Registers a deploy key; its id. */
    async deployKey(repository: string, key: KeyPair, readOnly: boolean): Promise<number> {
        const { body } = await this.api(`POST /repos/${repository}/keys`, {
            title: readOnly ? "read" : "write",
            key: key.publicKey,
            read_only: readOnly,
        });
        return Number(body.id);
    }

    /** Runs git as a user of this machine would; over SSH with the key and checked host keys. */
    async git(directory: string, args: readonly string[], key?: KeyPair): Promise<GitResult> {
        const knownHosts = path.join(this.directory, "known_hosts");
        await fs.writeFile(knownHosts, `${(await this.admin.hostKey()).knownHosts}\n`);
        return this.gitTrusting(knownHosts, directory, args, key);
    }

    /** The same with a `known_hosts` file of the caller's. */
    async gitTrusting(
        knownHosts: string,
        directory: string,
        args: readonly string[],
        key?: KeyPair,
    ): Promise<GitResult> {
        const ssh = `ssh -F /dev/null -o IdentitiesOnly=yes -o BatchMode=yes -o StrictHostKeyChecking=yes -o UserKnownHostsFile=${knownHosts}`;
        const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
        try {
            const { stdout, stderr } = await run("git", [...identity, ...args], {
                cwd: directory,
                env: {
                    PATH: process.env.PATH,
                    HOME: this.directory,
                    GIT_CONFIG_NOSYSTEM: "1",
                    GIT_TERMINAL_PROMPT: "0",
                    GIT_SSH_COMMAND: key ? `${ssh} -i ${key.file}` : ssh,
                },
            });
            return { ok: true, text: stdout + stderr };
        } catch (error) {
            const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
            return { ok: false, text: stdout + stderr };
        }
    }

    /** Clones, and fails the test if that does not work; the work tree. */
    async clone(url: string, name: string, key?: KeyPair): Promise<string> {
        const result = await this.git(this.directory, ["clone", "--quiet", url, name], key);
        if (!result.ok) {
            throw new Error(`clone of ${url} failed: ${result.text}`);
        }
        return path.join(this.directory, name);
    }

    /** Writes a file and commits it. */
    async commit(tree: string, file: string, content: string): Promise<void> {
        await fs.mkdir(path.dirname(path.join(tree, file)), { recursive: true });
        await fs.writeFile(path.join(tree, file), content);
        await this.git(tree, ["add", "--all"]);
        await this.git(tree, ["commit", "--quiet", "-m", `Change ${file}`]);
    }
}

/** A receiver of webhooks. */
export class Receiver {
    private readonly received: Received[] = [];
    private readonly server = http.createServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on("data", (chunk: Buffer) => chunks.push(chunk));
        request.on("end", () => {
            const raw = Buffer.concat(chunks).toString("utf8");
            const body = JSON.parse(raw) as Record<string, unknown>;
            this.received.push({ headers: request.headers, raw, body });
            response.end();
        });
    });

    async listen(): Promise<string> {
        await new Promise<void>((resolve) => {
            this.server.listen(0, "127.0.0.1", resolve);
        });
        return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
    }

    /** Everything of an event that has come. */
    of(event: string): Received[] {
        return this.received.filter((item) => item.headers["x-github-event"] === event);
    }

    /** Waits until `count` deliveries of an event have come. */
    async wait(event: string, count: number): Promise<Received[]> {
        await eventually(`${count} deliveries of ${event}`, () => {
            const seen = this.of(event).length;
            return seen >= count ? true : `${seen} so far`;
        });
        return this.of(event);
    }

    close(): void {
        this.server.close();
        this.server.closeAllConnections();
    }
}

/** Waits for a condition, which answers `true` or says how far it is. */
export async function eventually(
    what: string,
    condition: () => true | string | Promise<true | string>,
    deadlineMs = 15_000,
): Promise<void> {
    const end = Date.now() + deadlineMs;
    for (;;) {
        const state = await condition();
        if (state === true) {
            return;
        }
        if (Date.now() > end) {
            throw new Error(`waited ${deadlineMs} ms for ${what}: ${state}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}
