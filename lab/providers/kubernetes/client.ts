import * as http from "node:http";
import * as https from "node:https";
import { createInterface } from "node:readline";
import { isProperties, Properties, textAt, Value } from "../protocol/values";
import { ApiError } from "./apiError";
import type { Connection } from "./kubeconfig";

export interface RequestOptions {
    readonly query?: Readonly<Record<string, string>>;
    readonly body?: Value;
    readonly contentType?: string;
    readonly signal?: AbortSignal;
}

/** One event of a watch, as the API server sends it. */
export interface WatchEvent {
    readonly type: string;
    readonly object: Properties;
}

/** How long a new connection may take, as in client-go's default dialer. */
const CONNECT_TIMEOUT_MILLISECONDS = 30_000;

/** Requests to one API server. */
export class KubeClient {
    private readonly agent: http.Agent | https.Agent;

    constructor(private readonly connection: Connection) {
        const options = { keepAlive: true, maxSockets: 50 };
        this.agent = connection.server.startsWith("https:")
            ? new https.Agent({
                  ...options,
                  ca: connection.ca,
                  cert: connection.certificate,
                  key: connection.key,
                  rejectUnauthorized: !connection.insecure,
                  ...(connection.serverName && { servername: connection.serverName }),
              })
            : new http.Agent(options);
    }

    /**
     * Sends a request and returns the answered object.
     *
     * @throws {ApiError} for an answer that is no success
     */
    async request(method: string, path: string, options: RequestOptions = {}): Promise<Properties> {
        const response = await this.send(method, path, options);
        const parts: Buffer[] = [];
        for await (const part of response) {
            parts.push(part as Buffer);
        }
        const answer = parseObject(Buffer.concat(parts).toString("utf8"));
        const code = response.statusCode ?? 0;
        if (code < 200 || code > 299) {
            throw new ApiError(code, answer);
        }
        return answer;
    }

    /**
     * The events of a watch until the server ends it.
     *
     * @throws {ApiError} if the server refuses it, and whatever a lost connection throws
     */
    async *watch(
        path: string,
        query: Readonly<Record<string, string>>,
        signal: AbortSignal,
    ): AsyncGenerator<WatchEvent> {
        const response = await this.send("GET", path, {
            query: { ...query, watch: "true", timeoutSeconds: "300" },
            signal,
        });
        if (response.statusCode !== 200) {
            response.resume();
            throw new ApiError(response.statusCode ?? 0, {});
        }
        for await (const line of createInterface({ input: response, crlfDelay: Infinity })) {
            const event = parseObject(line);
            if (isProperties(event["object"])) {
                yield { type: textAt(event, "type"), object: event["object"] };
            }
        }
    }

    private send(
        method: string,
        path: string,
        options: RequestOptions,
    ): Promise<http.IncomingMessage> {
        const url = new URL(this.connection.server + path);
        for (const [key, value] of Object.entries(options.query ?? {})) {
            url.searchParams.set(key, value);
        }
        const body = options.body === undefined ? undefined : JSON.stringify(options.body);
        const { authorization } = this.connection;
        return new Promise((resolve, reject) => {
            const request = (url.protocol === "https:" ? https : http).request(
                url,
                {
                    method,
                    agent: this.agent,
                    signal: options.signal,
                    headers: {
                        accept: "application/json",
                        "user-agent": "argocd-image-drift-lab/pulumi-kubernetes",
                        ...(authorization !== undefined && { authorization }),
                        ...(body !== undefined && {
                            "content-type": options.contentType ?? "application/json",
                            "content-length": Buffer.byteLength(body),
                        }),
                    },
                },
                resolve,
            );
            request.on("socket", (socket) => {
                if (socket.connecting) {
                    limitConnecting(request);
                }
            });
            request.on("error", (error) => {
                reject(
                    new Error(`${method} ${url.origin}${url.pathname}: ${error.message}`, {
                        cause: error,
                    }),
                );
            });
            request.end(body);
        });
    }
}

function limitConnecting(request: http.ClientRequest): void {
    request.setTimeout(CONNECT_TIMEOUT_MILLISECONDS, () => {
        request.destroy(new Error(`no connection within ${CONNECT_TIMEOUT_MILLISECONDS / 1000} s`));
    });
    request.once("response", () => {
        request.setTimeout(0);
    });
}

function parseObject(text: string): Properties {
    try {
        const parsed = JSON.parse(text) as Value;
        return isProperties(parsed) ? parsed : {};
    } catch {
        // A proxy in between answers in HTML; what it said is all there is to tell.
        return { message: text.trim().slice(0, 500) };
    }
}
