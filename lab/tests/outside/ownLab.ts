import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

import type { LabStatus } from "../../status";

/** Name of a lab that no lane has: theirs begin as the name that the user has given. */
export function ownLab(given = process.env.IMAGE_DRIFT_LAB ?? ""): string {
    return `${given.startsWith("x") ? "y" : "x"}${given.slice(0, 11)}`;
}

/** A program with the lab's name in its environment, in a process group as a shell gives it one. */
export class Program {
    printed = "";
    /** Exit code, or the signal that ended it. */
    readonly ended: Promise<number | NodeJS.Signals>;
    private readonly child: ChildProcess;

    constructor(file: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
        this.child = spawn(process.execPath, ["--import", "tsx", file, ...args], {
            detached: true,
            stdio: ["ignore", "pipe", "pipe"],
            env: { ...process.env, IMAGE_DRIFT_LAB: ownLab(), ...env },
        });
        for (const stream of [this.child.stdout, this.child.stderr]) {
            stream?.on("data", (data: Buffer) => {
                this.printed += data.toString();
            });
        }
        this.ended = once(this.child, "close").then(
            ([code, signal]) => (code ?? signal) as number | NodeJS.Signals,
        );
    }

    /** As Ctrl-C does: to all of the group. */
    interrupt(): void {
        process.kill(-(this.child.pid ?? 0), "SIGINT");
    }

    /** To this one process, which can do nothing about it. */
    kill(): void {
        this.child.kill("SIGKILL");
    }
}

/** Runs a command of the lab's command line to its end; what it printed. */
export async function lab(...args: string[]): Promise<string> {
    const program = new Program("lab/main.ts", args);
    const ended = await program.ended;
    if (ended !== 0) {
        throw new Error(`npm run lab -- ${args.join(" ")}: ${ended}\n${program.printed}`);
    }
    return program.printed;
}

export async function status(): Promise<LabStatus> {
    return JSON.parse(await lab("status", "--json")) as LabStatus;
}

/** Processes of the services, by name. */
export async function servicePids(): Promise<Record<string, number>> {
    const { services } = await status();
    return Object.fromEntries(services.map(({ name, pid }) => [name, pid]));
}
