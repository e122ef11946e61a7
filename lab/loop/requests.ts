import * as http from "node:http";
import { text } from "node:stream/consumers";

import { z } from "zod";

/** Whom to ask. */
export interface Target {
    /** How the record names it: `backend`. */
    readonly service: string;
    /** `http://10.79.12.34/` */
    readonly url: string;
}

/** One request and what came of it. */
export type Asked = {
    readonly service: string;
    /** When it was sent, in milliseconds of `performance.now()`. */
    readonly at: number;
    /** From sending it to the last byte of the answer, or to the failure. */
    readonly milliseconds: number;
} & Outcome;

/** Which build gave a good answer; or why there was none. */
export type Outcome =
    | { readonly build: string }
    | {
          /** `ECONNREFUSED`, `no answer within 1000 ms`, `status 503` */
          readonly failure: string;
      };

export interface RequestOptions {
    /** Requests a second to each target. @default 20 */
    readonly perSecond?: number;
    /** How long one request may take, in milliseconds, from connecting to the last byte. @default 1000 */
    readonly timeoutMilliseconds?: number;
    /** The client ends by itself after this time, whoever has forgotten it. */
    readonly atMostSeconds: number;
}

/**
 * Asks Services at a steady rate, as clients that know nothing of each other would: a new connection
 * each time, and a slow answer delays no other request. Requests that the process was too busy to
 * send in time are sent together afterwards, so none is left out.
 */
export class Requests {
    private readonly asked: Asked[] = [];
    private readonly underWay = new Set<Promise<void>>();
    private readonly timer: NodeJS.Timeout;
    private readonly begun = performance.now();
    private readonly interval: number;
    private readonly timeout: number;
    /** Requests begun so far, over all targets. */
    private count = 0;
    private stopped = false;

    constructor(
        private readonly targets: readonly Target[],
        private readonly options: RequestOptions,
    ) {
        this.interval = 1000 / (options.perSecond ?? 20) / targets.length;
        this.timeout = options.timeoutMilliseconds ?? 1000;
        this.timer = setInterval(() => {
            this.sendDue();
        }, this.interval);
    }

    /** What is known so far; requests under way are not in it. */
    get soFar(): readonly Asked[] {
        return this.asked;
    }

    /**
     * Stops asking, waits for the answers that are due, and returns all of them in the order in
     * which they were asked for.
     *
     * @throws Error if the client had ended by itself: what came after is not in the record
     */
    async stop(): Promise<readonly Asked[]> {
        const { atMostSeconds } = this.options;
        const endedBefore = this.stopped;
        this.end();
        await Promise.all(this.underWay);
        if (endedBefore) {
            throw new Error(`the client has ended by itself after ${atMostSeconds} s`);
        }
        return this.asked.sort((a, b) => a.at - b.at);
    }

    private sendDue(): void {
        const now = performance.now();
        if (now - this.begun > this.options.atMostSeconds * 1000) {
            this.end();
            return;
        }
        for (;;) {
            const due = this.begun + this.count * this.interval;
            const target = this.targets[this.count % this.targets.length];
            if (due > now || !target) {
                return;
            }
            this.count++;
            const request = this.ask(target).finally(() => this.underWay.delete(request));
            this.underWay.add(request);
        }
    }

    /** Stops asking, and leaves alone what is under way. */
    end(): void {
        this.stopped = true;
        clearInterval(this.timer);
    }

    private async ask({ service, url }: Target): Promise<void> {
        const at = performance.now();
        const outcome = await askOnce(url, this.timeout);
        this.asked.push({ service, at, milliseconds: performance.now() - at, ...outcome });
    }
}

/**
 * One request over a connection of its own, which is closed after the answer.
 *
 * @param timeout in milliseconds, from connecting to the last byte
 */
export async function askOnce(url: string, timeout: number): Promise<Outcome> {
    const aborter = new AbortController();
    const { signal } = aborter;
    // In steps, because what counts is the time in which this process could have read an answer:
    // an interval that comes late, because others had the processor, passes once and not for each
    // time it was missed.
    let steps = 10;
    const timer = setInterval(() => {
        if (--steps === 0) {
            aborter.abort();
        }
    }, timeout / steps);
    try {
        const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
            http.get(url, { agent: false, signal }, resolve).on("error", reject);
        });
        const body = await text(response);
        return response.statusCode === 200
            ? readAnswer(body)
            : { failure: `status ${response.statusCode ?? 0}` };
    } catch (error) {
        return { failure: signal.aborted ? `no answer within ${timeout} ms` : reason(error) };
    } finally {
        clearInterval(timer);
    }
}

function reason(error: unknown): string {
    const { code, message } = error as NodeJS.ErrnoException;
    return code ?? message;
}

const answer = z.looseObject({ build: z.string() });
const lost = z.object({ error: z.string() });

/**
 * What an application of the sample says of itself. An application that asks another one says what
 * that one answered, or that it did not: then a request from pod to pod was lost.
 */
export function readAnswer(body: string): Outcome {
    let parsed: unknown;
    try {
        parsed = JSON.parse(body);
    } catch {
        return { failure: `not JSON: ${body.slice(0, 80)}` };
    }
    const said = answer.safeParse(parsed);
    if (!said.success) {
        return { failure: `no build in ${body.slice(0, 80)}` };
    }
    for (const [name, value] of Object.entries(said.data)) {
        const inner = lost.safeParse(value);
        if (inner.success) {
            return { failure: `it could not ask ${name}: ${inner.data.error}` };
        }
    }
    return { build: said.data.build };
}
