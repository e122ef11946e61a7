import type { ToolBuild } from "./toolTable";

/** What the machine has for builds. */
export interface BuildCapacity {
    /** Builds that may run beside each other; Go itself uses all cores for each. */
    readonly builds: number;
    /** Memory for all builds, in MiB. */
    readonly memory: number;
}

/** Capacity of a machine: two builds keep two cores busy while one of them links. */
export function capacityOf(cores: number, freeMemory: number): BuildCapacity {
    return {
        builds: Math.max(1, Math.ceil((cores + 1) / 2)),
        memory: Math.floor(freeMemory * 0.8),
    };
}

/**
 * The builds to start now, longest first. One always runs, however little memory there is. A build
 * named by `after` is waited for only when it is among those to be made.
 */
export function startable(
    waiting: readonly ToolBuild[],
    running: readonly ToolBuild[],
    capacity: BuildCapacity,
): ToolBuild[] {
    const unfinished = new Set([...waiting, ...running].map((build) => build.name));
    const ready = waiting
        .filter((build) => build.after === undefined || !unfinished.has(build.after))
        .sort((one, other) => other.expectedSeconds - one.expectedSeconds);
    const chosen: ToolBuild[] = [];
    let memory = running.reduce((sum, build) => sum + build.memory, 0);
    for (const build of ready) {
        const busy = running.length + chosen.length;
        if (busy === 0 || (busy < capacity.builds && memory + build.memory <= capacity.memory)) {
            chosen.push(build);
            memory += build.memory;
        }
    }
    return chosen;
}
