import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { createInterface } from "node:readline";

import { type Counts, readCounts, sum } from "./counts";

/**
 * A whole run goes through its stories in three labs side by side: most of a story is waiting. Each
 * lane has about a third of the time.
 */
export const LANES = ["1", "2", "3"] as const;
export type Lane = (typeof LANES)[number];

/** Number of the first story of each lane. */
const FIRST: Readonly<Record<Lane, number>> = { 1: 1, 2: 4, 3: 9 };

export function asLane(text: string | undefined): Lane | undefined {
    return LANES.find((lane) => lane === text);
}

/** Which lane a file goes in: `6-environments.spec.ts`. What has no number is quick. */
export function laneOf(file: string): Lane {
    const [, number = "1"] = /^(\d+)-/.exec(path.basename(file)) ?? [];
    return LANES.findLast((lane) => FIRST[lane] <= Number(number)) ?? LANES[0];
}

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

/** How many labs go side by side; the other lanes wait until one is down. */
export function labsAtOnce(bytesOfMemory: number): number {
    return Math.min(LANES.length, Math.max(1, Math.floor(bytesOfMemory / BYTES_OF_A_LAB)));
}

/**
 * Runs this program once for each lane, as many at a time as memory allows, and shows what they print, line by line.
 *
 * @param args of this run
 */
export async function runLanes(args: readonly string[]): Promise<Counts> {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), "image-drift-lanes-"));
    // An interrupt of the terminal reaches the lanes too, which take their labs down: wait for them.
    const patience = () => undefined;
    process.on("SIGINT", patience);
    try {
        const waiting = [...LANES];
        const counts: Counts[] = [];
        const goThrough = async () => {
            for (let lane = waiting.shift(); lane !== undefined; lane = waiting.shift()) {
                const file = path.join(directory, lane);
                await finished(lane, [...args, "--lane", lane, "--counts", file]);
                counts.push(readCounts(file));
            }
        };
        await Promise.all(Array.from({ length: labsAtOnce(os.totalmem()) }, goThrough));
        return counts.reduce(sum);
    } finally {
        process.off("SIGINT", patience);
        fs.rmSync(directory, { recursive: true });
    }
}

async function finished(lane: Lane, args: readonly string[]): Promise<void> {
    const [program = ""] = process.argv.slice(1);
    const child = spawn(process.execPath, [...process.execArgv, program, ...args], {
        stdio: ["ignore", "pipe", "pipe"],
        env: { ...process.env, IMAGE_DRIFT_LAB: labOf(lane, process.env.IMAGE_DRIFT_LAB) },
    });
    show(child, lane);
    await once(child, "close");
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
