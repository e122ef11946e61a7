import { setTimeout as sleep } from "node:timers/promises";
import { listAt, Properties, textAt } from "../../protocol/values";
import { ApiError } from "../apiError";
import type { KubeClient } from "../client";

/** How long to pause before a watch that broke is taken up again. */
const RETRY_MILLISECONDS = 1000;

export interface Observed {
    /** Objects by name. */
    readonly objects: ReadonlyMap<string, Properties>;
    /** How many changes were seen, those of the first list included. */
    readonly events: number;
    /** When the last change was seen, in milliseconds since 1970; 0 if none was. */
    readonly lastEvent: number;
    /** Whether `objects` is complete. */
    readonly listed: boolean;
}

/**
 * Keeps an eye on the objects of one collection until `signal` is aborted: lists, then watches,
 * and starts over when the watch ends. `changed` is called after each change.
 */
export function observe(
    client: KubeClient,
    path: string,
    options: { readonly name?: string; readonly signal: AbortSignal; readonly changed: () => void },
): Observed {
    const objects = new Map<string, Properties>();
    const seen = { objects, events: 0, lastEvent: 0, listed: false };
    const query: Record<string, string> =
        options.name === undefined ? {} : { fieldSelector: `metadata.name=${options.name}` };

    const note = (type: string, object: Properties) => {
        const name = textAt(object, "metadata", "name");
        if (type === "DELETED") {
            objects.delete(name);
        } else {
            objects.set(name, object);
        }
        seen.events++;
        seen.lastEvent = Date.now();
    };

    const follow = async () => {
        const list = await client.request("GET", path, { query, signal: options.signal });
        const items = listAt(list, "items") as readonly Properties[];
        const names = new Set(items.map((item) => textAt(item, "metadata", "name")));
        for (const [name, object] of objects) {
            if (!names.has(name)) {
                note("DELETED", object);
            }
        }
        const kind = textAt(list, "kind").replace(/List$/, "");
        for (const item of items) {
            // Items of a list do not say what they are.
            note("ADDED", { apiVersion: textAt(list, "apiVersion"), kind, ...item });
        }
        seen.listed = true;
        options.changed();
        const resourceVersion = textAt(list, "metadata", "resourceVersion");
        const events = client.watch(path, { ...query, resourceVersion }, options.signal);
        for await (const { type, object } of events) {
            if (type === "ERROR") {
                return;
            }
            note(type, object);
            options.changed();
        }
    };

    void (async () => {
        while (!options.signal.aborted) {
            try {
                await follow();
            } catch (error) {
                if (error instanceof ApiError && error.isForbidden) {
                    // Nothing will be seen here; whoever waits has a deadline.
                    return;
                }
                if (error instanceof ApiError && error.isNotFound) {
                    // The kind itself is gone, and its objects with it.
                    objects.clear();
                    seen.listed = true;
                    options.changed();
                }
                await sleep(RETRY_MILLISECONDS, undefined, { signal: options.signal }).catch(
                    () => undefined,
                );
            }
        }
    })();
    return seen;
}
