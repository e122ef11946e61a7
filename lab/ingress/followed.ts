import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { ClusterApi } from "../loop/clusterApi";

/** The server ends a watch after this time, so that a dead connection is noticed. */
const WATCH_SECONDS = 240;

/** Time between two attempts to reach the API server, in milliseconds. */
const RETRY = 1_000;

const event = z.discriminatedUnion("type", [
    z.object({ type: z.enum(["ADDED", "MODIFIED", "DELETED"]), object: z.unknown() }),
    z.object({ type: z.literal("ERROR"), object: z.object({ message: z.string() }) }),
]);

const identity = z.object({
    metadata: z.object({ name: z.string(), namespace: z.string() }),
});

/**
 * All objects of a kind, in all namespaces, as the API server has them; a copy in memory that is
 * kept up to date. A server that is gone is asked again and again.
 */
export class Followed<T> {
    private known = new Map<string, T>();
    private listed = false;

    /**
     * @param path of the list: `/apis/networking.k8s.io/v1/ingresses`
     * @param changed is told after each change
     */
    constructor(
        private readonly api: ClusterApi,
        private readonly path: string,
        private readonly shape: z.ZodType<T>,
        private readonly changed: (objects: readonly T[]) => void = () => undefined,
    ) {}

    /** Whether they have been read at all. */
    get ready(): boolean {
        return this.listed;
    }

    get objects(): readonly T[] {
        return [...this.known.values()];
    }

    get(namespace: string, name: string): T | undefined {
        return this.known.get(`${namespace}/${name}`);
    }

    /** Follows them until `signal` is aborted. */
    async run(signal: AbortSignal): Promise<void> {
        const stopped = (): boolean => signal.aborted;
        while (!stopped()) {
            try {
                await this.listAndWatch(signal);
            } catch (error) {
                if (!stopped()) {
                    console.error(`${this.path}: ${reasonOf(error)}`);
                    await sleep(RETRY, undefined, { signal }).catch(() => undefined);
                }
            }
        }
    }

    private async listAndWatch(signal: AbortSignal): Promise<void> {
        const list = z.object({
            metadata: z.object({ resourceVersion: z.string() }),
            items: z.array(z.unknown()),
        });
        const found = await this.api.get(this.path, list);
        if (!found) {
            throw new Error("the API server does not know them yet");
        }
        this.known = new Map(found.items.map((item) => [keyOf(item), this.shape.parse(item)]));
        this.listed = true;
        this.changed(this.objects);
        const query = new URLSearchParams({
            watch: "true",
            resourceVersion: found.metadata.resourceVersion,
            timeoutSeconds: String(WATCH_SECONDS),
        });
        const response = await this.api.request(`${this.path}?${query.toString()}`, { signal });
        if (!response.ok || response.body === null) {
            throw new Error(`watch: ${response.status} ${await response.text()}`);
        }
        for await (const line of lines(response.body)) {
            this.apply(event.parse(JSON.parse(line)));
        }
    }

    private apply(change: z.output<typeof event>): void {
        if (change.type === "ERROR") {
            throw new Error(change.object.message);
        }
        const key = keyOf(change.object);
        if (change.type === "DELETED") {
            this.known.delete(key);
        } else {
            this.known.set(key, this.shape.parse(change.object));
        }
        this.changed(this.objects);
    }
}

async function* lines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
    const decoder = new TextDecoder();
    let rest = "";
    for await (const chunk of body) {
        const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
        rest = parts.pop() ?? "";
        yield* parts;
    }
}

function keyOf(object: unknown): string {
    const { metadata } = identity.parse(object);
    return `${metadata.namespace}/${metadata.name}`;
}

/** What went wrong, with the cause that fetch keeps apart. */
export function reasonOf(error: unknown): string {
    if (!(error instanceof Error)) {
        return String(error);
    }
    return error.cause instanceof Error
        ? `${error.message}: ${error.cause.message}`
        : error.message;
}
