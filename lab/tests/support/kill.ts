import { execFile } from "node:child_process";
import { promisify } from "node:util";

import type { StandInClient } from "../../github/client";
import { waitFor } from "../../wait";

const execute = promisify(execFile);

interface Process {
    readonly pid: number;
    readonly command: string;
}

/** Processes that these have started, directly or not, and that run. */
async function descendants(ancestors: readonly number[]): Promise<Process[]> {
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
    const found = new Set(ancestors);
    for (let before = 0; before !== found.size;) {
        before = found.size;
        all.filter(({ parent }) => found.has(parent)).forEach(({ pid }) => found.add(pid));
    }
    return all.filter(({ pid }) => found.has(pid) && !ancestors.includes(pid));
}

/** Number of the engine that this process runs; undefined if it runs none. */
export async function findEngine(): Promise<number | undefined> {
    const processes = await descendants([process.pid]);
    return processes.find(({ command }) => command === "pulumi")?.pid;
}

/**
 * Kills an engine, and its plugins once GitHub has heard the last of them: what they had begun is
 * done, and nobody has written it down.
 */
export async function killEngine(engine: number, gitHub: StandInClient): Promise<void> {
    // From here on it starts nothing, and writes nothing down.
    process.kill(engine, "SIGSTOP");
    const plugins = await descendants([engine]);
    process.kill(engine, "SIGKILL");
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
    await killFamilies(plugins.map(({ pid }) => pid));
}

/** Kills processes with all that they have started meanwhile: a helm would go on by itself. */
export async function killFamilies(parents: readonly number[]): Promise<void> {
    parents.forEach((pid) => {
        send("SIGSTOP", pid);
    });
    const children = await descendants(parents);
    [...parents, ...children.map(({ pid }) => pid)].forEach((pid) => {
        send("SIGKILL", pid);
    });
}

/** Others may have ended by themselves. */
function send(signal: NodeJS.Signals, pid: number): void {
    try {
        process.kill(pid, signal);
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") {
            throw error;
        }
    }
}
