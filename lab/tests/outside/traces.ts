import * as fs from "node:fs";
import * as path from "node:path";

import { DEFAULT_LAB } from "../../labName";
import { cgroupMounts } from "../../processes/cgroups";
import { allPids, commandLine } from "../../processes/identity";
import { run } from "../../processes/run";

/** What of a lab there could be on the machine. */
export interface Traces {
    readonly mounts: readonly string[];
    readonly networkNamespaces: readonly string[];
    readonly links: readonly string[];
    readonly controlGroups: readonly string[];
    readonly runtime: readonly string[];
    /** Of this lab alone: others' come and go. */
    readonly processes: readonly string[];
}

/** Made by iproute2 with a machine's first network namespace, for all of them, and kept. */
const IPROUTE2_MOUNT = "/run/netns";

/**
 * Looks at the whole machine, other labs aside: those of the lanes side by side change meanwhile.
 *
 * @param name as in $IMAGE_DRIFT_LAB
 */
export async function seeTraces(name: string): Promise<Traces> {
    const full = `${DEFAULT_LAB}-${name}`;
    const isOthers = (text: string): boolean =>
        [...text.matchAll(/image-drift-lab(?:-[a-z0-9]+)?/g)].some(([found]) => found !== full);
    const rest = (entries: readonly string[]): string[] =>
        [...new Set(entries)].filter((entry) => !isOthers(entry)).sort();
    const mounts = fs
        .readFileSync("/proc/self/mountinfo", "utf8")
        .split("\n")
        .flatMap((line) => line.split(" ")[4] ?? []);
    const { stdout: links } = await run("ip", ["-json", "link"]);
    return {
        mounts: rest(mounts.filter((mount) => mount !== IPROUTE2_MOUNT)),
        networkNamespaces: rest(entriesOf(IPROUTE2_MOUNT)),
        links: rest((JSON.parse(links) as { ifname: string }[]).map(({ ifname }) => ifname)),
        controlGroups: rest(cgroupMounts().roots.flatMap(groupsIn)),
        runtime: rest(entriesOf("/run").filter((entry) => entry.startsWith("image-drift-"))),
        processes: allPids()
            .filter((pid) => belongsTo(pid, name, full))
            .map((pid) => `${pid} ${commandLine(pid)}`),
    };
}

/** Groups at the top of a hierarchy: a lab has one there, and all others below it. */
function groupsIn(root: string): string[] {
    return fs
        .readdirSync(root, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => path.join(root, entry.name));
}

function entriesOf(directory: string): string[] {
    return fs.existsSync(directory) ? fs.readdirSync(directory) : [];
}

/** By its control group or its environment, which what it starts inherits. */
function belongsTo(pid: number, name: string, full: string): boolean {
    const read = (file: string): string => {
        try {
            return fs.readFileSync(`/proc/${pid}/${file}`, "utf8");
        } catch {
            // It has ended meanwhile.
            return "";
        }
    };
    return (
        read("environ").split("\0").includes(`IMAGE_DRIFT_LAB=${name}`) ||
        read("cgroup")
            .split("\n")
            .some((line) => line.split("/").includes(full))
    );
}
