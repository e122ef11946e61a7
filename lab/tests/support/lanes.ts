import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { createInterface } from "node:readline";

import { exitCode } from "../../interrupt";
import { unclaimed } from "./claims";
import { type Counts, readCounts, sum } from "./counts";

/**
 * A whole run goes through its stories in up to three labs side by side: most of a story is waiting.
 * Each lane takes the next story that no other has taken, and starts a lab for it.
 */
export const LANES = ["1", "2", "3"] as const;
export type Lane = (typeof LANES)[number];

/**
 * Name of a lane's lab: that of the first is the one that the user has named, or not named.
 *
 * @param given `$IMAGE_DRIFT_LAB`
 */
export function labOf(lane: Lane, given = ""): string {
    const others = ["2", "3", "4"].filter((digit) => !given.endsWith(digit));
    const index = LANES.indexOf(lane);
    return index === 0 ? given : `${given.slice(0, 11)}${others[index - 1] ?? ""}`;
}

/** A lab in which a story goes on takes 3 GiB; the rest is for what runs beside it. */
const BYTES_OF_A_LAB = 4 * 2 ** 30;

/**
 * How many labs go side by side: no more than there are processors. On two of them an `up` that
 * changes nothing takes 9 s alone, and 50 s beside two other labs.
 */
export function labsAtOnce(bytesOfMemory: number, processors: number): number {
    const most = Math.min(Math.floor(bytesOfMemory / BYTES_OF_A_LAB), processors);
    return Math.min(LANES.length, Math.max(1, most));
}

/**
 * Runs this program once for each lane that the machine allows, and shows what they print, line by line.
 * A story that no lane came to, because none of their labs started again, counts as failed.
 *
 * @param args of this run
 * @param names of all that is to be run
 */
export async function runLanes(args: readonly string[], names: readonly string[]): Promise<Counts> {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), "image-drift-lanes-"));
    const claims = path.join(directory, "claims");
    fs.mkdirSync(claims);
    const children: ChildProcess[] = [];
    const ended = endedWith(children);
    try {
        const counts = await Promise.all(
            LANES.slice(0, labsAtOnce(os.totalmem(), os.availableParallelism())).map(
                async (lane) => {
                    const file = path.join(directory, `counts-${lane}`);
                    const child = start(lane, [...args, "--claims", claims, "--counts", file]);
                    children.push(child);
                    await once(child, "close");
                    return readCounts(file);
                },
            ),
        );
        const left = ended() === undefined ? unclaimed(claims, names) : [];
        for (const name of left) {
            console.log(`${name}: no lab was left to run it`);
        }
        return sum(counts.reduce(sum), { passed: 0, failed: left.length, skipped: 0 });
    } finally {
        fs.rmSync(directory, { recursive: true });
        const signal = ended();
        if (signal !== undefined) {
            process.exit(exitCode(signal));
        }
    }
}

/**
 * The lanes take their labs down when they are interrupted: this process waits for them. Ctrl-C
 * reaches them by the terminal, what is sent to this process alone does not.
 *
 * @returns tells the signal that came, if any
 */
function endedWith(children: readonly ChildProcess[]): () => NodeJS.Signals | undefined {
    let received: NodeJS.Signals | undefined;
    process.on("SIGINT", (signal) => {
        received ??= signal;
    });
    process.on("SIGTERM", (signal) => {
        received ??= signal;
        children.forEach((child) => child.kill(signal));
    });
    return () => received;
}

function start(lane: Lane, args: readonly string[]): ChildProcess {
    const [program = ""] = process.argv.slice(1);
    const child = spawn(process.execPath, [...process.execArgv, program, ...args], {
        stdio: ["ignore", "pipe", "pipe"],
        env: { ...process.env, IMAGE_DRIFT_LAB: labOf(lane, process.env.IMAGE_DRIFT_LAB) },
    });
    show(child, lane);
    return child;
}

function show(child: ChildProcess, lane: Lane): void {
    for (const stream of [child.stdout, child.stderr]) {
        if (stream) {
            createInterface({ input: stream }).on("line", (line) => {
                console.log(`${lane}| ${line}`);
            });
        }
    }
}
