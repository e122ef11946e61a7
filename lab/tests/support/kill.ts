import { execFile } from "node:child_process";
import { promisify } from "node:util";

import type { StandInClient } from "../../github/client";
import { waitFor } from "../../wait";

const execute = promisify(execFile);

interface Process {
    readonly pid: number;
    readonly command: string;
}

/** Processes that this one started, directly or not. */
async function descendants(): Promise<Process[]> {
    const { stdout } = await execute("ps", ["-e", "-o", "pid=,ppid=,comm="]);
    const all = stdout
        .trim()
        .split("\n")
        .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
        .filter((match) => match !== null)
        .map(([, pid, parent, command]) => ({
            pid: Number(pid),
            parent: Number(parent),
            command: command ?? "",
        }));
    const found = new Set([process.pid]);
    for (let before = 0; before !== found.size;) {
        before = found.size;
        all.filter(({ parent }) => found.has(parent)).forEach(({ pid }) => found.add(pid));
    }
    return all.filter(({ pid }) => found.has(pid) && pid !== process.pid);
}

/** A running engine, and what it has started. */
export interface RunningEngine {
    readonly pid: number;
    /** Providers, language host, program. */
    readonly plugins: readonly number[];
}

/** The engine that this process runs; undefined if it runs none. */
export async function findEngine(): Promise<RunningEngine | undefined> {
    const processes = await descendants();
    const engine = processes.find(({ command }) => command === "pulumi");
    return (
        engine && {
            pid: engine.pid,
            plugins: processes.filter((one) => one !== engine).map(({ pid }) => pid),
        }
    );
}

/**
 * Kills an engine, and its plugins once GitHub has heard the last of them: what they had begun is
 * done, and nobody has written it down.
 */
export async function killEngine(engine: RunningEngine, gitHub: StandInClient): Promise<void> {
    process.kill(engine.pid, "SIGKILL");
    let heard: number | undefined;
    await waitFor(
        async () => {
            const before = heard;
            heard = await gitHub.newest("requests");
            return heard === before
                ? { met: true, value: undefined }
                : { met: false, state: `${heard} requests` };
        },
        { what: "GitHub to be left alone", deadlineSeconds: 60, intervalMilliseconds: 1_000 },
    );
    engine.plugins.forEach(kill);
}

/** Others may have ended by themselves. */
function kill(pid: number): void {
    try {
        process.kill(pid, "SIGKILL");
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") {
            throw error;
        }
    }
}
