import * as fs from "node:fs/promises";

import * as yaml from "yaml";
import { z } from "zod";

const kubeconfig = z.object({
    clusters: z.tuple([z.object({ cluster: z.object({ server: z.string() }) })]),
    users: z.tuple([z.object({ user: z.object({ token: z.string() }) })]),
});

const watchFailure = z.object({
    type: z.literal("ERROR"),
    object: z.object({ message: z.string() }),
});

/**
 * After this the server ends a watch. fetch gives an answer up of which nothing has come for five
 * minutes; bookmarks, which would come each minute, take a newer etcd than Debian's.
 */
const WATCH_SECONDS = 240;

/** The server has ended a watch, as it may at any time: whoever wants to know more begins anew. */
export class WatchEnded extends Error {
    override readonly name = "WatchEnded";
    constructor(path: string, reason: string) {
        super(`the watch of ${path} has ended: ${reason}`);
    }
}

/** The lab's API server over HTTPS: a `kubectl` a look would take a core of the two. */
export class ClusterApi {
    private constructor(
        private readonly server: string,
        private readonly token: string,
    ) {}

    static async open(kubeconfigFile: string): Promise<ClusterApi> {
        const parsed = kubeconfig.parse(yaml.parse(await fs.readFile(kubeconfigFile, "utf8")));
        const [{ cluster }] = parsed.clusters;
        const [{ user }] = parsed.users;
        return new ClusterApi(cluster.server, user.token);
    }

    /**
     * The object or list at a path; undefined if there is none.
     *
     * @throws if the server answers anything but 200 and 404, or not what the schema says
     */
    async get<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
        const response = await this.fetch(path);
        return response && schema.parse(await response.json());
    }

    /**
     * What is at a path that has no object, such as a log; undefined if there is nothing.
     *
     * @throws if the server answers anything but 200 and 404
     */
    async getText(path: string): Promise<string | undefined> {
        return (await this.fetch(path))?.text();
    }

    /**
     * The objects of a list as they are now, and then every change as it happens, until the signal
     * says to stop, or some minutes have passed. It costs nothing while nothing happens.
     *
     * @param path of a list: `/api/v1/namespaces/x/pods`
     * @param schema of an event: `{type, object}`
     * @throws WatchEnded if the server ends it; if it refuses, or says what the schema does not; the
     *     signal's reason once that is given
     */
    async *watch<T>(path: string, schema: z.ZodType<T>, signal: AbortSignal): AsyncGenerator<T> {
        // From what the server has at hand: to begin with the very newest it would have to wait.
        const query = `watch=true&resourceVersion=0&timeoutSeconds=${WATCH_SECONDS}`;
        const response = await this.request(`${path}?${query}`, { signal });
        if (!response.ok || !response.body) {
            throw new Error(`watching ${path}: ${response.status} ${await response.text()}`);
        }
        for await (const line of linesOf(response.body, path, signal)) {
            const event: unknown = JSON.parse(line);
            const failed = watchFailure.safeParse(event);
            if (failed.success) {
                throw new WatchEnded(path, failed.data.object.message);
            }
            yield schema.parse(event);
        }
        throw new WatchEnded(path, "the server closed it");
    }

    /** Any request, signed in: a watch, a change. What it answers is the caller's to judge. */
    request(path: string, init: RequestInit = {}): Promise<Response> {
        const headers = new Headers(init.headers);
        headers.set("authorization", `Bearer ${this.token}`);
        return fetch(`${this.server}${path}`, { ...init, headers });
    }

    private async fetch(path: string): Promise<Response | undefined> {
        const response = await this.request(path, { signal: AbortSignal.timeout(10_000) });
        if (response.status === 404) {
            await response.body?.cancel();
            return undefined;
        }
        if (!response.ok) {
            throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
        }
        return response;
    }
}

/** Whole lines as they come. A connection that is cut ends the watch, as its server may too. */
async function* linesOf(
    body: ReadableStream<Uint8Array>,
    path: string,
    signal: AbortSignal,
): AsyncGenerator<string> {
    let rest = "";
    try {
        for await (const text of body.pipeThrough(new TextDecoderStream())) {
            const lines = (rest + text).split("\n");
            rest = lines.pop() ?? "";
            yield* lines;
        }
    } catch (error) {
        signal.throwIfAborted();
        throw new WatchEnded(path, error instanceof Error ? error.message : String(error));
    }
}
