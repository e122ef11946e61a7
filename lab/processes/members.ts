import * as fs from "node:fs";
import { networkNamespaceFile } from "../network/namespaces";
import { allPids, commandLine, identify, isRunning } from "./identity";
import { cgroupPids, type CgroupMounts } from "./cgroups";
import { waitFor } from "../wait";

/** Everything that belongs to the lab: what runs in its control groups or its network namespace. */
export function labPids(mounts: CgroupMounts): number[] {
    return [...new Set([...cgroupPids(mounts), ...networkNamespacePids()])];
}

function networkNamespacePids(): number[] {
    const inode = fs.statSync(networkNamespaceFile, { throwIfNoEntry: false })?.ino;
    return inode === undefined
        ? []
        : allPids().filter((pid) => networkOf(pid) === `net:[${inode}]`);
}

function networkOf(pid: number): string | undefined {
    try {
        return fs.readlinkSync(`/proc/${pid}/ns/net`);
    } catch {
        return undefined;
    }
}

/**
 * Ends all processes that `members` finds, again until it finds none, as they may start others.
 * Throws when this very process is one of them, or when some stay.
 */
export async function endAll(members: () => number[], what: string): Promise<void> {
    await waitFor(
        () => {
            const identities = members().flatMap((pid) => identify(pid) ?? []);
            if (identities.some(({ pid }) => pid === process.pid)) {
                throw new Error(
                    "this command runs inside the lab that it should stop: leave it first",
                );
            }
            for (const identity of identities.filter(isRunning)) {
                signal(identity.pid, "SIGKILL");
            }
            const state = identities.map(({ pid }) => `${pid} ${commandLine(pid)}`).join("; ");
            return identities.length === 0
                ? { met: true, value: undefined }
                : { met: false, state };
        },
        { what: `the end of ${what}`, deadlineSeconds: 30, intervalMilliseconds: 50 },
    );
}

/** Sends a signal; a process that ended meanwhile is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
    try {
        process.kill(pid, name);
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") {
            throw error;
        }
    }
}
