import { setTimeout as sleep } from "node:timers/promises";

export interface WaitOptions {
    /** What is waited for, as it completes "waited 10 s for …". */
    readonly what: string;
    readonly deadlineSeconds: number;
    /** Time between two looks. @default 100 */
    readonly intervalMilliseconds?: number;
    readonly signal?: AbortSignal;
}

/** One look at a condition: met with a value, or not yet, with the state that was seen. */
export type Look<T> =
    | { readonly met: true; readonly value: T }
    | { readonly met: false; readonly state: string };

/** A condition that was not met in time. */
export class DeadlineExceeded extends Error {
    constructor(
        readonly what: string,
        seconds: number,
        readonly lastState: string,
    ) {
        super(`waited ${seconds} s for ${what}; last seen: ${lastState}`);
        this.name = "DeadlineExceeded";
    }
}

/**
 * Looks again and again until the condition is met. An error thrown by `look` ends the wait: a
 * condition that may fail for a while reports that as its state.
 */
export async function waitFor<T>(
    look: () => Promise<Look<T>> | Look<T>,
    options: WaitOptions,
): Promise<T> {
    const end = performance.now() + options.deadlineSeconds * 1000;
    for (;;) {
        options.signal?.throwIfAborted();
        const seen = await look();
        if (seen.met) {
            return seen.value;
        }
        if (performance.now() >= end) {
            throw new DeadlineExceeded(options.what, options.deadlineSeconds, seen.state);
        }
        await sleep(options.intervalMilliseconds ?? 100, undefined, { signal: options.signal });
    }
}
