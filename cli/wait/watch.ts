import { setTimeout as sleep } from "node:timers/promises";

import type { Cluster } from "./cluster";
import { type Diagnosis, diagnose } from "./diagnosis";
import { progressLines } from "./progress";
import { CommandFailed } from "./run";
import type { LastLogLines } from "./story";

/** Between two looks, of two runs of kubectl each. */
const INTERVAL_MILLISECONDS = 2_000;

export interface WatchOptions {
    readonly timeoutSeconds: number;
    /** Pause between two looks. @default 2000 */
    readonly intervalMilliseconds?: number;
    /** Is told the state whenever it has changed, with the seconds since the start. */
    readonly onChange: (lines: readonly string[], seconds: number) => void;
}

/** Looks until the environment is healthy or stuck, or time is up; the last state. */
export async function watch(
    cluster: Pick<Cluster, "look">,
    options: WatchOptions,
): Promise<Diagnosis> {
    const began = performance.now();
    const seconds = () => (performance.now() - began) / 1000;
    let last: Diagnosis | undefined;
    let told = "";
    const tell = (lines: readonly string[]) => {
        if (lines.join("\n") !== told) {
            told = lines.join("\n");
            options.onChange(lines, seconds());
        }
    };
    for (;;) {
        try {
            last = diagnose(await cluster.look());
            tell(progressLines(last));
        } catch (error) {
            // Once it has answered, an API server that is away for a moment ends no wait.
            if (last === undefined || !(error instanceof CommandFailed)) {
                throw error;
            }
            tell([`cannot look: ${error.said}`]);
        }
        if (last.verdict !== "waiting" || seconds() >= options.timeoutSeconds) {
            return last;
        }
        const left = options.timeoutSeconds * 1000 - seconds() * 1000;
        const interval = options.intervalMilliseconds ?? INTERVAL_MILLISECONDS;
        await sleep(Math.max(0, Math.min(interval, left)));
    }
}

/** What the containers that are in trouble have logged last. */
export async function lastLogLines(
    cluster: Pick<Cluster, "lastLogLine">,
    { rollouts }: Diagnosis,
): Promise<LastLogLines> {
    const entries = await Promise.all(
        rollouts
            .flatMap(({ troubles }) => troubles)
            .map(async ({ pod, log }): Promise<[string, string | undefined]> => [
                pod,
                log && (await cluster.lastLogLine(pod, log.container, log.previous)),
            ]),
    );
    return Object.fromEntries(
        entries.filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
}
