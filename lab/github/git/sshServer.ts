/** Git over SSH: deploy keys only, each for its own repository. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { Server, utils, type AuthContext, type Connection, type ServerChannel } from "ssh2";
import { gitOf, type Hub } from "../hub";
import type { GitEntry } from "../journal";
import type { DeployKey, RepositoryRecord } from "../model";
import { bansOnPush } from "../rules";
import { sameName, timestamp } from "../store";
import { pushed } from "./pushed";
import { ReceivedUpdates } from "./receivedUpdates";
import { gitEnvironment } from "./run";

interface KeyHolder {
    readonly record: RepositoryRecord;
    readonly key: DeployKey;
}

/** Fingerprint as `ssh-keygen -l` prints it. */
function keyFingerprint(blob: Buffer): string {
    return `SHA256:${createHash("sha256").update(blob).digest("base64").replace(/=+$/, "")}`;
}

/** Looks the key up every time: it works only while it is registered. */
function holderOf(hub: Hub, blob: Buffer): KeyHolder | undefined {
    const base64 = blob.toString("base64");
    for (const record of hub.store.state.repositories) {
        const key = record.keys.find((candidate) => candidate.key.split(" ")[1] === base64);
        if (key) {
            return { record, key };
        }
    }
    return undefined;
}

/** Makes the server; the caller listens and closes. */
export function sshServer(hub: Hub, hostKey: string): Server {
    return new Server({ hostKeys: [hostKey], ident: "stand-in" }, (client) => {
        let offered: Buffer | undefined;
        client.on("authentication", (context) => {
            offered = authenticateKey(hub, context) ?? offered;
        });
        client.on("ready", () => {
            serveSessions(hub, client, () => offered);
        });
        // Clients that hang up in the middle of a handshake are normal (port scans, ssh-keyscan).
        client.on("error", () => undefined);
    });
}

/** @returns the key's blob when it was accepted */
function authenticateKey(hub: Hub, context: AuthContext): Buffer | undefined {
    if (context.method !== "publickey") {
        context.reject(["publickey"]);
        return undefined;
    }
    const blob = context.key.data;
    const parsed = utils.parseKey(`${context.key.algo} ${blob.toString("base64")}`);
    const holder = holderOf(hub, blob);
    const usable = holder && context.username === "git" && !(parsed instanceof Error);
    const signed =
        context.signature === undefined ||
        context.blob === undefined ||
        (usable && parsed.verify(context.blob, context.signature, context.hashAlgo));
    if (!usable || !signed) {
        hub.journals.git.append({
            at: timestamp(),
            transport: "ssh",
            operation: "authenticate",
            keyFingerprint: keyFingerprint(blob),
            accepted: false,
            reason: holder ? "wrong user or signature" : "the key is not registered",
            updates: [],
        });
        context.reject(["publickey"]);
        return undefined;
    }
    context.accept();
    return blob;
}

function serveSessions(hub: Hub, client: Connection, offered: () => Buffer | undefined): void {
    client.on("session", (accept) => {
        const session = accept();
        let protocol: string | undefined;
        session.on("env", (acceptEnv, _reject, info) => {
            // The client asks for protocol version 2 this way.
            if (info.key === "GIT_PROTOCOL") {
                protocol = info.val;
            }
            // Without want-reply there is nothing to accept.
            (acceptEnv as (() => void) | undefined)?.();
        });
        session.on("exec", (acceptExec, _reject, info) => {
            const channel = acceptExec();
            void serveCommand(hub, channel, info.command, offered(), protocol).catch(
                (error: unknown) => {
                    end(channel, 128, `ERROR: ${String(error)}`);
                },
            );
        });
        session.on("shell", (acceptShell) => {
            const holder = holderOf(hub, offered() ?? Buffer.alloc(0));
            const name = holder ? `${holder.record.owner}/${holder.record.name}` : "there";
            const text = `Hi ${name}! You've successfully authenticated, but GitHub does not provide shell access.`;
            end(acceptShell(), 1, text);
        });
    });
}

async function serveCommand(
    hub: Hub,
    channel: ServerChannel,
    command: string,
    blob: Buffer | undefined,
    protocol: string | undefined,
): Promise<void> {
    const match = /^git[ -](upload|receive)-pack '?\/?([^/']+)\/([^/']+?)(?:\.git)?\/?'?$/.exec(
        command,
    );
    const [, verb = "", owner = "", name = ""] = match ?? [];
    if (!match || !blob) {
        end(channel, 1, "Invalid command");
        return;
    }
    const write = verb === "receive";
    const holder = holderOf(hub, blob);
    const seen = {
        at: timestamp(),
        transport: "ssh",
        operation: write ? "write" : "read",
        repository: `${owner}/${name}`,
        keyFingerprint: keyFingerprint(blob),
        keyId: holder?.key.id,
        keyTitle: holder?.key.title,
    } satisfies Partial<GitEntry>;
    const reason = refusal(holder, owner, name, write);
    if (!holder || reason !== undefined) {
        hub.journals.git.append({ ...seen, accepted: false, reason, updates: [] });
        end(channel, 1, `ERROR: ${reason ?? "Repository not found."}`);
        return;
    }
    const git = gitOf(hub, holder.record);
    const bans = write ? await bansOnPush(git, holder.record, { type: "DeployKey" }) : [];
    const received = new ReceivedUpdates(bans);
    const code = await runPack(channel, `${verb}-pack`, git.directory, {
        ...(protocol === undefined ? {} : { GIT_PROTOCOL: protocol }),
        ...received.environment,
    });
    const { updates, refusal: broken } = await received.take();
    holder.key.lastUsedAt = timestamp();
    const accepted = broken === undefined;
    hub.journals.git.append({ ...seen, accepted, reason: broken, updates });
    await pushed(hub, holder.record, updates, holder.key.addedBy);
    end(channel, code);
}

function refusal(
    holder: KeyHolder | undefined,
    owner: string,
    name: string,
    write: boolean,
): string | undefined {
    if (!holder || !sameName(holder.record.owner, owner) || !sameName(holder.record.name, name)) {
        return "Repository not found.";
    }
    return write && holder.key.readOnly
        ? "The key you are authenticating with has been marked as read only."
        : undefined;
}

function runPack(
    channel: ServerChannel,
    program: string,
    directory: string,
    env: NodeJS.ProcessEnv,
): Promise<number> {
    return new Promise((resolve, reject) => {
        const child = spawn("git", [program, directory], {
            env: gitEnvironment(env),
            stdio: "pipe",
        });
        child.on("error", reject);
        child.stdin.on("error", () => undefined);
        channel.pipe(child.stdin);
        child.stdout.pipe(channel, { end: false });
        child.stderr.pipe(channel.stderr, { end: false });
        channel.on("close", () => child.kill());
        child.on("close", (code) => {
            resolve(code ?? 128);
        });
    });
}

function end(channel: ServerChannel, code: number, message?: string): void {
    if (message !== undefined) {
        channel.stderr.write(`${message}\n`);
    }
    channel.exit(code);
    channel.end();
}
