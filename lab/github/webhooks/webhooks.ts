/** Delivers webhooks the way GitHub does: once, signed, with a deadline, in the background. */
import { createHmac, randomUUID } from "node:crypto";
import http from "node:http";
import https from "node:https";
import type { Hub } from "../hub";
import type { Hook, RepositoryRecord } from "../model";
import { timestamp } from "../store";

/** GitHub gives a receiver ten seconds. */
const timeoutMs = 10_000;

/** The signature headers of a payload. */
export function signatures(secret: string | undefined, body: string): Record<string, string> {
    if (secret === undefined || secret === "") {
        return {};
    }
    const sign = (algorithm: string) => createHmac(algorithm, secret).update(body).digest("hex");
    return {
        "X-Hub-Signature": `sha1=${sign("sha1")}`,
        "X-Hub-Signature-256": `sha256=${sign("sha256")}`,
    };
}

export class Webhooks {
    private readonly underway = new Map<Promise<void>, AbortController>();

    constructor(private readonly hub: Pick<Hub, "journals" | "store">) {}

    /** Sends an event to every active hook of the repository that subscribed to it. */
    deliver(record: RepositoryRecord, event: string, payload: object): void {
        for (const hook of record.hooks.filter((candidate) => subscribes(candidate, event))) {
            this.send(record, hook, event, payload);
        }
    }

    /** Whether any hook of the repository would get such an event. */
    listens(record: RepositoryRecord, event: string): boolean {
        return record.hooks.some((hook) => subscribes(hook, event));
    }

    /** Sends an event to one hook, whatever it subscribed to. */
    send(record: RepositoryRecord, hook: Hook, event: string, payload: object): void {
        const cancel = new AbortController();
        const delivery = this.attempt(record, hook, event, payload, cancel.signal).finally(() => {
            this.underway.delete(delivery);
        });
        this.underway.set(delivery, cancel);
    }

    /** Gives up what is under way and waits until nothing is. */
    async close(): Promise<void> {
        for (const cancel of this.underway.values()) {
            cancel.abort();
        }
        await Promise.all(this.underway.keys());
    }

    private async attempt(
        record: RepositoryRecord,
        hook: Hook,
        event: string,
        payload: object,
        signal: AbortSignal,
    ): Promise<void> {
        const started = Date.now();
        const delivery = randomUUID();
        const json = JSON.stringify(payload);
        const form = hook.contentType === "form";
        const body = form ? new URLSearchParams({ payload: json }).toString() : json;
        const signature = signatures(hook.secret, body);
        const headers = {
            "Content-Type": form ? "application/x-www-form-urlencoded" : "application/json",
            "Content-Length": String(Buffer.byteLength(body)),
            Accept: "*/*",
            "User-Agent": "GitHub-Hookshot/stand-in",
            "X-GitHub-Event": event,
            "X-GitHub-Delivery": delivery,
            "X-GitHub-Hook-ID": String(hook.id),
            "X-GitHub-Hook-Installation-Target-ID": String(record.id),
            "X-GitHub-Hook-Installation-Target-Type": "repository",
            ...signature,
        };
        const result = await post(hook, headers, body, signal).then(
            (status) => ({ status }),
            (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
        );
        this.hub.journals.deliveries.append({
            at: timestamp(),
            delivery,
            hookId: hook.id,
            repository: `${record.owner}/${record.name}`,
            event,
            url: hook.url,
            payload,
            signed: Object.keys(signature).length > 0,
            milliseconds: Date.now() - started,
            ...result,
        });
        hook.lastResponse = lastResponse(result);
        this.hub.store.save();
    }
}

function subscribes(hook: Hook, event: string): boolean {
    return hook.active && (hook.events.includes(event) || hook.events.includes("*"));
}

function lastResponse(result: { status: number } | { error: string }): Hook["lastResponse"] {
    if ("error" in result) {
        return { code: 502, status: "failed to connect to host", message: result.error };
    }
    const good = result.status >= 200 && result.status < 300;
    return good
        ? { code: result.status, status: "active", message: "OK" }
        : {
              code: result.status,
              status: "invalid",
              message: `Invalid HTTP Response: ${result.status}`,
          };
}

/** @returns the answer's status; redirects are not followed */
function post(
    hook: Hook,
    headers: Record<string, string>,
    body: string,
    cancelled: AbortSignal,
): Promise<number> {
    return new Promise((resolve, reject) => {
        const url = new URL(hook.url);
        const signal = AbortSignal.any([cancelled, AbortSignal.timeout(timeoutMs)]);
        const options = { method: "POST", headers, signal, agent: false as const };
        const answered = (response: http.IncomingMessage) => {
            response.resume();
            response.on("end", () => {
                resolve(response.statusCode ?? 0);
            });
            response.on("error", reject);
        };
        const request =
            url.protocol === "https:"
                ? https.request(
                      url,
                      { ...options, rejectUnauthorized: hook.insecureSsl !== "1" },
                      answered,
                  )
                : http.request(url, options, answered);
        request.on("error", reject);
        request.end(body);
    });
}
