import * as fs from "node:fs";
import * as path from "node:path";

import { labName } from "../labName";

/** How this machine's control groups are mounted. */
export interface CgroupMounts {
    /** 1: one hierarchy a controller (also "hybrid"); 2: the unified one. */
    readonly version: 1 | 2;
    /** Mount points of all hierarchies. */
    readonly roots: readonly string[];
    /** The hierarchy in which the lab's processes are told apart and their memory is counted. */
    readonly main: string;
}

/** The lab's part of every hierarchy; everything the lab starts runs below it. */
export const LAB_CGROUP = labName();

const SERVICES = "services";
const INSIDE = "inside";
const ENTRANCE = "cgroup.procs";

/** Reads the mounts from the text of /proc/self/mountinfo. */
export function parseCgroupMounts(mountinfo: string): CgroupMounts {
    const mounts = mountinfo.split("\n").flatMap((line) => {
        const [left, right] = line.split(" - ");
        const mountPoint = left?.split(" ")[4];
        const [type, , options] = right?.split(" ") ?? [];
        return mountPoint !== undefined && (type === "cgroup" || type === "cgroup2")
            ? [{ mountPoint, type, options: (options ?? "").split(",") }]
            : [];
    });
    const roots = mounts.map((mount) => mount.mountPoint);
    const memory = mounts.find(
        (mount) => mount.type === "cgroup" && mount.options.includes("memory"),
    );
    if (memory !== undefined) {
        return { version: 1, roots, main: memory.mountPoint };
    }
    const unified = mounts.find((mount) => mount.type === "cgroup2");
    if (unified === undefined) {
        throw new Error("no memory control groups are mounted (looked for cgroup and cgroup2)");
    }
    return { version: 2, roots, main: unified.mountPoint };
}

export function cgroupMounts(): CgroupMounts {
    return parseCgroupMounts(fs.readFileSync("/proc/self/mountinfo", "utf8"));
}

/**
 * Makes the lab's group in every hierarchy, with all controllers handed down to it.
 *
 * @param write what puts text into the kernel's files
 * @throws Error saying what to do, where the machine's groups are not the lab's to arrange
 */
export function createLabCgroups(
    mounts: CgroupMounts,
    write: (file: string, text: string) => void = fs.writeFileSync,
): void {
    for (const root of mounts.roots) {
        const group = path.join(root, LAB_CGROUP);
        fs.mkdirSync(group, { recursive: true });
        // A new cpuset group of version 1 has no CPUs, and nothing can run in it.
        for (const file of ["cpuset.cpus", "cpuset.mems"]) {
            if (mounts.version === 1 && fs.existsSync(path.join(group, file))) {
                write(path.join(group, file), fs.readFileSync(path.join(root, file), "utf8"));
            }
        }
    }
    if (mounts.version === 2) {
        // The kubelet asks for every controller of the machine in its own root group.
        handDown(mounts.main, write);
        handDown(path.join(mounts.main, LAB_CGROUP), write);
    }
    for (const name of [SERVICES, INSIDE]) {
        fs.mkdirSync(path.join(mounts.main, LAB_CGROUP, name), { recursive: true });
    }
}

function handDown(group: string, write: (file: string, text: string) => void): void {
    const controllers = fs.readFileSync(path.join(group, "cgroup.controllers"), "utf8").trim();
    for (const controller of controllers.split(" ").filter((name) => name !== "")) {
        try {
            write(path.join(group, "cgroup.subtree_control"), `+${controller}`);
        } catch (error) {
            throw (error as NodeJS.ErrnoException).code === "EBUSY"
                ? groupHasProcesses(group, controller, error)
                : error;
        }
    }
}

/** Only the machine's own root group may both have processes and hand controllers down. */
function groupHasProcesses(group: string, controller: string, cause: unknown): Error {
    return new Error(
        `the control group ${group} cannot hand ${controller} down (EBUSY), because it has ` +
            "processes in it itself, as in a container with control groups of its own: run the " +
            "lab where it sees the machine's, on the machine itself or in a container with " +
            "`docker run --privileged --cgroupns=host`",
        { cause },
    );
}

/** Makes the control group of a service; returns the file through which a process enters it. */
export function serviceEntrance(mounts: CgroupMounts, name: string): string {
    const group = path.join(mounts.main, LAB_CGROUP, serviceGroup(name));
    if (!fs.existsSync(group)) {
        fs.mkdirSync(group);
    }
    return path.join(group, ENTRANCE);
}

/** The file through which a command that is run inside the lab enters its group. */
export function insideEntrance(mounts: CgroupMounts): string {
    return path.join(mounts.main, LAB_CGROUP, INSIDE, ENTRANCE);
}

/** Control group of a service, below the lab's. */
export function serviceGroup(name: string): string {
    return path.join(SERVICES, name);
}

/** Numbers of the processes in a group of the lab and in all groups below it. */
export function cgroupPids(mounts: CgroupMounts, name = ""): number[] {
    return groupsBelow(path.join(mounts.main, LAB_CGROUP, name)).flatMap((group) =>
        readLines(path.join(group, ENTRANCE)).map(Number),
    );
}

/** Removes the lab's groups, which must be empty of processes. Returns those that remain. */
export function removeLabCgroups(mounts: CgroupMounts): string[] {
    return mounts.roots
        .flatMap((root) => groupsBelow(path.join(root, LAB_CGROUP)).reverse())
        .filter((group) => {
            try {
                fs.rmdirSync(group);
                return false;
            } catch {
                return fs.existsSync(group);
            }
        });
}

/** A group and its descendants, parents first. */
function groupsBelow(group: string): string[] {
    try {
        const children = fs
            .readdirSync(group, { withFileTypes: true })
            .filter((entry) => entry.isDirectory())
            .flatMap((entry) => groupsBelow(path.join(group, entry.name)));
        return [group, ...children];
    } catch {
        // Groups come and go with their containers.
        return [];
    }
}

function readLines(file: string): string[] {
    try {
        return fs
            .readFileSync(file, "utf8")
            .split("\n")
            .filter((line) => line !== "");
    } catch {
        return [];
    }
}
