import * as fs from "node:fs";

/**
 * A process that cannot be mistaken for another one: numbers are used again, but never with the
 * same start time.
 */
export interface ProcessIdentity {
    readonly pid: number;
    /** Clock ticks between boot and start: field 22 of /proc/PID/stat. */
    readonly startTime: number;
}

/** The identity of a running process; undefined when there is none, or only its corpse. */
export function identify(pid: number): ProcessIdentity | undefined {
    const stat = readProc(pid, "stat");
    if (stat === undefined) {
        return undefined;
    }
    const { state, startTime } = parseStat(stat);
    return state === "Z" || state === "X" ? undefined : { pid, startTime };
}

/** True while this very process runs. */
export function isRunning(identity: ProcessIdentity): boolean {
    return identify(identity.pid)?.startTime === identity.startTime;
}

/** State letter and start time from /proc/PID/stat, whose second field may hold any character. */
export function parseStat(stat: string): { state: string; startTime: number } {
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const state = fields[0];
    const startTime = Number(fields[19]);
    if (state === undefined || !Number.isInteger(startTime)) {
        throw new Error(`not the content of /proc/PID/stat: ${stat}`);
    }
    return { state, startTime };
}

/** All process numbers of the machine, as this mount of /proc shows them. */
export function allPids(): number[] {
    return fs
        .readdirSync("/proc")
        .filter((name) => /^\d+$/.test(name))
        .map(Number);
}

/** The command line, for people; empty when the process is gone. */
export function commandLine(pid: number): string {
    return (readProc(pid, "cmdline") ?? "").split("\0").join(" ").trim();
}

/** Proportional set size in bytes: memory with each shared page divided among its users. */
export function proportionalMemory(pid: number): number {
    const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(readProc(pid, "smaps_rollup") ?? "")?.[1];
    return Number(kilobytes ?? 0) * 1024;
}

/** A file of /proc/PID; undefined when the process ended, which may be in the middle of reading. */
function readProc(pid: number, file: string): string | undefined {
    try {
        return fs.readFileSync(`/proc/${pid}/${file}`, "utf8");
    } catch {
        return undefined;
    }
}
