/** How a wait ended. */
export type Outcome = "done" | "timeout" | "cancelled";

export interface Step {
    readonly done: boolean;
    /** When to look again though nothing changed, in milliseconds. */
    readonly again?: number;
}

/**
 * Looks after each change whether something is done, until the deadline or a cancellation.
 *
 * @param start starts the observation; it ends when the signal it is given is aborted
 * @param look must not wait for anything; what it throws ends the wait
 */
export async function waitUntil(options: {
    readonly timeoutMilliseconds: number;
    readonly cancelled: AbortSignal;
    readonly start: (changed: () => void, signal: AbortSignal) => void | Promise<void>;
    readonly look: () => Step;
}): Promise<Outcome> {
    const observing = new AbortController();
    const deadline = Date.now() + options.timeoutMilliseconds;
    let wake: () => void = () => undefined;
    let changed = false;
    const notify = () => {
        changed = true;
        wake();
    };
    options.cancelled.addEventListener("abort", notify, { once: true });
    try {
        await options.start(notify, observing.signal);
        for (;;) {
            const { done, again = Infinity } = options.look();
            if (done) {
                return "done";
            }
            if (options.cancelled.aborted) {
                return "cancelled";
            }
            const left = deadline - Date.now();
            if (left <= 0) {
                return "timeout";
            }
            await new Promise<void>((resolve) => {
                const timer = setTimeout(resolve, Math.min(left, again));
                wake = () => {
                    clearTimeout(timer);
                    resolve();
                };
                if (changed) {
                    wake();
                }
            });
            changed = false;
        }
    } finally {
        options.cancelled.removeEventListener("abort", notify);
        observing.abort();
    }
}
