import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { createInterface } from "node:readline";

import { type Counts, readCounts, sum } from "./counts";

/**
 * A whole run goes through its stories in two labs side by side: most of a story is waiting. Each
 * lane has about half of the time.
 */
export const LANES = ["1", "2"] as const;
export type Lane = (typeof LANES)[number];

/** Number of the first story of the second lane. */
const SECOND_LANE = 6;

export function asLane(text: string | undefined): Lane | undefined {
    return LANES.find((lane) => lane === text);
}

/** Which lane a file goes in: `6-environments.spec.ts`. What has no number is quick. */
export function laneOf(file: string): Lane {
    const [, number = "1"] = /^(\d+)-/.exec(path.basename(file)) ?? [];
    return Number(number) < SECOND_LANE ? "1" : "2";
}

/**
 * Name of a lane's lab: the second cannot be in the one that the user has named, or not named.
 *
 * @param given `$IMAGE_DRIFT_LAB`
 */
export function labOf(lane: Lane, given = ""): string {
    return lane === "1" ? given : `${given.slice(0, 11)}${given.endsWith("2") ? "3" : "2"}`;
}

/**
 * Runs this program once for each lane, and shows what they print, line by line.
 *
 * @param args of this run
 */
export async function runLanes(args: readonly string[]): Promise<Counts> {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), "image-drift-lanes-"));
    // An interrupt of the terminal reaches the lanes too, which take their labs down: wait for them.
    const patience = () => undefined;
    process.on("SIGINT", patience);
    try {
        const counts = LANES.map(async (lane) => {
            const file = path.join(directory, lane);
            await finished(lane, [...args, "--lane", lane, "--counts", file]);
            return readCounts(file);
        });
        return (await Promise.all(counts)).reduce(sum);
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
