/** Git over HTTP: `git http-backend` behind the stand-in's tokens. */
import { spawn } from "node:child_process";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { authenticate, authorize, fingerprint, tokenFrom, type Actor } from "../access";
import { GitHubError } from "../errors";
import { gitOf, type Hub } from "../hub";
import type { GitEntry } from "../journal";
import type { RepositoryRecord } from "../model";
import { bansOnPush, ruleActor } from "../rules";
import { timestamp } from "../store";
import { pushed } from "./pushed";
import { ReceivedUpdates } from "./receivedUpdates";
import { gitEnvironment } from "./run";

/** A request of git's smart protocol. */
export interface SmartRequest {
    readonly owner: string;
    readonly name: string;
    /** Path below the repository. */
    readonly rest: string;
    readonly service: "git-upload-pack" | "git-receive-pack";
}

/** Recognises the three URLs of the smart protocol. */
export function smartRequest(method: string, url: URL): SmartRequest | undefined {
    const match =
        /^\/([^/]+)\/([^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/.exec(
            url.pathname,
        );
    const [, owner = "", name = "", rest = ""] = match ?? [];
    const service = rest === "info/refs" ? url.searchParams.get("service") : rest;
    const fits = method === (rest === "info/refs" ? "GET" : "POST");
    return fits && (service === "git-upload-pack" || service === "git-receive-pack")
        ? { owner: decodeURIComponent(owner), name: decodeURIComponent(name), rest, service }
        : undefined;
}

/** Answers one request of the smart protocol. */
export async function serveSmartHttp(
    hub: Hub,
    request: IncomingMessage,
    response: ServerResponse,
    smart: SmartRequest,
    url: URL,
): Promise<void> {
    const token = tokenFrom(request.headers.authorization);
    const write = smart.service === "git-receive-pack";
    const seen = {
        at: timestamp(),
        transport: "https",
        operation: write ? "write" : "read",
        repository: `${smart.owner}/${smart.name}`,
        token: token === undefined ? undefined : fingerprint(token),
    } satisfies Partial<GitEntry>;
    const record = hub.store.repository(smart.owner, smart.name);
    let actor: Actor | undefined;
    try {
        actor = admit(hub, record, token, write);
    } catch (error) {
        if (!(error instanceof GitHubError)) {
            throw error;
        }
        // The first, credential-less try that every git client makes is no refusal worth noting.
        if (token !== undefined) {
            const reason = error.message;
            hub.journals.git.append({ ...seen, accepted: false, reason, updates: [] });
        }
        refuse(request, response, error);
        return;
    }
    if (!record) {
        return;
    }
    const git = gitOf(hub, record);
    const rules = write && actor ? ruleActor(hub.store, actor, record) : undefined;
    const received = new ReceivedUpdates(rules ? await bansOnPush(git, record, rules) : []);
    await runBackend(request, response, {
        GIT_PROJECT_ROOT: path.dirname(git.directory),
        PATH_INFO: `/${path.basename(git.directory)}/${smart.rest}`,
        QUERY_STRING: url.searchParams.toString(),
        REMOTE_USER: actor?.account.login ?? "",
        ...received.environment,
    });
    if (smart.rest !== "info/refs") {
        const { updates, refusal } = await received.take();
        const accepted = refusal === undefined;
        hub.journals.git.append({ ...seen, accepted, reason: refusal, updates });
        await pushed(hub, record, updates, actor?.account.login ?? record.owner);
    }
    // Only now: when the client's command returns, the logs know of it.
    response.end();
}

/** @throws {GitHubError} 401, 403 or 404, worded as git clients of GitHub see it */
function admit(
    hub: Hub,
    record: RepositoryRecord | undefined,
    token: string | undefined,
    write: boolean,
): Actor | undefined {
    let actor: Actor | undefined;
    try {
        actor = authenticate(hub.store, token);
    } catch {
        throw new GitHubError(401, "Invalid username or token.");
    }
    const open = record?.settings.visibility === "public" && !write;
    if (!actor && !open) {
        throw new GitHubError(401, "No credentials were given.");
    }
    try {
        authorize(hub.store, actor, record, {
            area: "contents",
            level: write ? "write" : "read",
        });
    } catch (error) {
        const missing = error instanceof GitHubError && error.status === 404;
        throw missing
            ? new GitHubError(404, "Repository not found.")
            : new GitHubError(403, "Write access to repository not granted.");
    }
    return actor;
}

function refuse(request: IncomingMessage, response: ServerResponse, error: GitHubError): void {
    request.resume();
    response.writeHead(error.status, {
        "Content-Type": "text/plain",
        ...(error.status === 401 ? { "WWW-Authenticate": 'Basic realm="GitHub"' } : {}),
    });
    response.end(error.message);
}

/** Runs the CGI program and turns its header into an HTTP answer, which it leaves open. */
function runBackend(
    request: IncomingMessage,
    response: ServerResponse,
    env: NodeJS.ProcessEnv,
): Promise<void> {
    return new Promise((resolve, reject) => {
        const { headers } = request;
        const child = spawn("git", ["http-backend"], {
            env: gitEnvironment({
                GIT_HTTP_EXPORT_ALL: "1",
                REQUEST_METHOD: request.method,
                CONTENT_TYPE: headers["content-type"] ?? "",
                ...(headers["content-length"] ? { CONTENT_LENGTH: headers["content-length"] } : {}),
                HTTP_CONTENT_ENCODING: headers["content-encoding"] ?? "",
                ...one("GIT_PROTOCOL", headers["git-protocol"]),
                REMOTE_ADDR: request.socket.remoteAddress ?? "",
                ...env,
            }),
            stdio: ["pipe", "pipe", "inherit"],
        });
        child.on("error", reject);
        child.stdin.on("error", () => undefined);
        request.pipe(child.stdin);
        let head: Buffer | undefined = Buffer.alloc(0);
        child.stdout.on("data", (chunk: Buffer) => {
            if (head === undefined) {
                response.write(chunk);
                return;
            }
            head = Buffer.concat([head, chunk]);
            const end = head.indexOf("\r\n\r\n");
            if (end >= 0) {
                writeHead(response, head.subarray(0, end).toString("utf8"));
                response.write(head.subarray(end + 4));
                head = undefined;
            }
        });
        child.on("close", (code) => {
            if (head !== undefined) {
                response.writeHead(500);
            }
            if (code === 0 || head === undefined) {
                resolve();
            } else {
                reject(new Error(`git http-backend ended with ${String(code)}`));
            }
        });
    });
}

function one(name: string, value: string | string[] | undefined): NodeJS.ProcessEnv {
    return typeof value === "string" ? { [name]: value } : {};
}

function writeHead(response: ServerResponse, head: string): void {
    let status = 200;
    for (const line of head.split("\r\n")) {
        const colon = line.indexOf(":");
        const [name, value] = [line.slice(0, colon), line.slice(colon + 1).trim()];
        if (name.toLowerCase() === "status") {
            status = Number.parseInt(value, 10);
        } else {
            response.setHeader(name, value);
        }
    }
    response.writeHead(status);
}
