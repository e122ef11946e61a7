import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import type { LabPaths } from "../paths";
import { waitFor } from "../wait";
import { cgroupMounts, cgroupPids, serviceEntrance, serviceGroup } from "./cgroups";
import { identify, isRunning, type ProcessIdentity } from "./identity";
import { endAll, signal } from "./members";

/** A program that runs as long as the lab does. */
export interface ServiceCommand {
    /** Also the name of its log and its control group. */
    readonly name: string;
    readonly command: string;
    readonly args: readonly string[];
    /** Added to the caller's environment. */
    readonly env?: Readonly<Record<string, string>>;
    /** @default "/" */
    readonly cwd?: string;
}

/** What is remembered of a started service. */
export interface ServiceRecord extends ProcessIdentity {
    readonly name: string;
    /** Changes with the command, its environment, or the content of what it was configured with. */
    readonly definition: string;
}

export function logFile(paths: LabPaths, name: string): string {
    return path.join(paths.logs, `${name}.log`);
}

/** The last lines of a service's log; empty when there is none. */
export function lastLogLines(paths: LabPaths, name: string, count: number): string {
    try {
        return fs
            .readFileSync(logFile(paths, name), "utf8")
            .trimEnd()
            .split("\n")
            .slice(-count)
            .join("\n");
    } catch {
        return "";
    }
}

/** Services that were started and not stopped, whether they still run or not. */
export function recordedServices(paths: LabPaths): ServiceRecord[] {
    try {
        return fs
            .readdirSync(recordDirectory(paths))
            .filter((file) => file.endsWith(".json"))
            .map(
                (file) =>
                    JSON.parse(
                        fs.readFileSync(path.join(recordDirectory(paths), file), "utf8"),
                    ) as ServiceRecord,
            );
    } catch {
        return [];
    }
}

/**
 * Starts a service in the caller's namespaces, unless this very definition of it runs already. An
 * older definition, or one whose record an interrupt prevented, is stopped first.
 *
 * @param configuration contents of the files the service reads; a change restarts it
 */
export async function ensureService(
    paths: LabPaths,
    service: ServiceCommand,
    configuration: readonly string[] = [],
): Promise<ServiceRecord> {
    const definition = createHash("sha256")
        .update(JSON.stringify([service, configuration]))
        .digest("hex")
        .slice(0, 16);
    const known = recordedServices(paths).find((record) => record.name === service.name);
    if (known !== undefined && known.definition === definition && isRunning(known)) {
        return known;
    }
    await stopService(paths, service.name);
    const identity = await start(paths, service);
    const record: ServiceRecord = { name: service.name, definition, ...identity };
    const file = recordFile(paths, service.name);
    fs.mkdirSync(recordDirectory(paths), { recursive: true });
    fs.writeFileSync(`${file}.draft`, JSON.stringify(record));
    fs.renameSync(`${file}.draft`, file);
    return record;
}

/** Stops a service and everything it started; it has 5 seconds to end in its own way. */
export async function stopService(paths: LabPaths, name: string): Promise<void> {
    const mounts = cgroupMounts();
    const members = (): number[] => cgroupPids(mounts, serviceGroup(name));
    const known = recordedServices(paths).find((record) => record.name === name);
    if (known !== undefined && isRunning(known)) {
        signal(known.pid, "SIGTERM");
        await waitFor(
            () =>
                isRunning(known)
                    ? { met: false, state: "it runs" }
                    : { met: true, value: undefined },
            { what: `the end of ${name}`, deadlineSeconds: 5 },
        ).catch(() => undefined);
    }
    await endAll(members, name);
    fs.rmSync(recordFile(paths, name), { force: true });
}

/**
 * Starts the command in a session and control group of its own. It enters the group before it
 * becomes the command, so there is no moment at which an interrupt could lose it.
 */
async function start(paths: LabPaths, service: ServiceCommand): Promise<ProcessIdentity> {
    fs.mkdirSync(paths.logs, { recursive: true });
    const group = serviceEntrance(cgroupMounts(), service.name);
    const log = fs.openSync(logFile(paths, service.name), "w");
    try {
        const enter = ["-ec", 'echo $$ > "$1"; shift; exec "$@"', service.name, group];
        const child = spawn("sh", [...enter, service.command, ...service.args], {
            cwd: service.cwd ?? "/",
            detached: true,
            env: { ...process.env, ...service.env },
            stdio: ["ignore", log, log],
        });
        await once(child, "spawn");
        child.unref();
        const identity = child.pid === undefined ? undefined : identify(child.pid);
        if (identity === undefined) {
            throw new Error(
                `${service.name} ended at once\n${lastLogLines(paths, service.name, 15)}`,
            );
        }
        return identity;
    } finally {
        fs.closeSync(log);
    }
}

function recordDirectory(paths: LabPaths): string {
    return path.join(paths.run, "processes");
}

function recordFile(paths: LabPaths, name: string): string {
    return path.join(recordDirectory(paths), `${name}.json`);
}
