import { constants } from "node:os";

import { labDown } from "./down";

type Signal = "SIGINT" | "SIGTERM";

/** npm passes on what the terminal has sent to everybody: one Ctrl-C comes twice. */
const SAME_PRESS_MILLISECONDS = 1_000;

export interface InterruptOptions {
    /** Leave the lab up, and only say how to take it down. @default false */
    readonly keep?: boolean;
    /** @default labDown */
    readonly down?: () => Promise<number>;
}

/**
 * Does work that has a lab up. On Ctrl-C, or when it is asked to end, it aborts the work, waits for
 * it to let go of the lab, takes the lab down and exits as interrupted programs do (130, 143). The
 * second Ctrl-C gives up, and says what would have been done.
 *
 * @param work is given the signal that ends the commands it waits for
 */
export async function untilInterrupted<T>(
    work: (signal: AbortSignal) => Promise<T>,
    { keep = false, down = labDown }: InterruptOptions = {},
): Promise<T> {
    const abort = new AbortController();
    const received: { name?: Signal; at: number } = { at: 0 };
    const onSignal = (name: Signal): void => {
        if (received.name === undefined) {
            Object.assign(received, { name, at: performance.now() });
            say(keep ? `${name}: ending …` : `${name}: taking the lab down; Ctrl-C gives up …`);
            abort.abort();
        } else if (performance.now() - received.at > SAME_PRESS_MILLISECONDS) {
            say(`${name}: given up. What is left of the lab goes with:\n  ${downCommand()}`);
            process.exit(exitCode(name));
        }
    };
    process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
    try {
        const result = await work(abort.signal);
        if (!abort.signal.aborted) {
            return result;
        }
    } catch (error) {
        // What the work says of being aborted is no news.
        if (!abort.signal.aborted) {
            throw error;
        }
    } finally {
        if (!abort.signal.aborted) {
            process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
        }
    }
    await end(keep, down);
    process.exit(exitCode(received.name ?? "SIGINT"));
}

async function end(keep: boolean, down: () => Promise<number>): Promise<void> {
    if (keep) {
        say(`The lab stays up. This takes it down:\n  ${downCommand()}`);
        return;
    }
    try {
        say(`The lab is down (${(await down()).toFixed(1)} s).`);
    } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        say(`${message}\nWhat is left of the lab goes with:\n  ${downCommand()}`);
    }
}

/** The command that takes this very lab down, from any shell. */
export function downCommand(env: NodeJS.ProcessEnv = process.env): string {
    const ours = ["IMAGE_DRIFT_HOME", "IMAGE_DRIFT_LAB"].flatMap((name) =>
        env[name] ? [`${name}=${env[name]}`] : [],
    );
    return [...ours, "npm run lab -- down"].join(" ");
}

/** What shells make of a program that a signal has ended. */
export function exitCode(signal: NodeJS.Signals): number {
    return 128 + constants.signals[signal];
}

function say(line: string): void {
    console.log(line);
}
