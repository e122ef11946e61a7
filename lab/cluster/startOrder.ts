/** Something to be done once other things are done. */
export interface Step {
    readonly name: string;
    readonly after: readonly string[];
}

/** Throws when a step waits for one that does not exist, or for itself by a detour. */
export function checkOrder(steps: readonly Step[]): void {
    const names = new Set(steps.map((step) => step.name));
    const placed = new Set<string>();
    for (const step of steps) {
        const unknown = step.after.find((name) => !names.has(name));
        if (unknown !== undefined) {
            throw new Error(`${step.name} waits for ${unknown}, which is no step`);
        }
    }
    let remaining = steps;
    while (remaining.length > 0) {
        const ready = remaining.filter((step) => step.after.every((name) => placed.has(name)));
        if (ready.length === 0) {
            throw new Error(
                `steps wait for each other: ${remaining.map((step) => step.name).join(", ")}`,
            );
        }
        ready.forEach((step) => placed.add(step.name));
        remaining = remaining.filter((step) => !placed.has(step.name));
    }
}

/**
 * Does every step as soon as those before it are done. After a failure no other step begins; the
 * first failure is thrown when those under way have ended, which `signal` asks them to.
 */
export async function inOrder<T extends Step>(
    steps: readonly T[],
    perform: (step: T, signal: AbortSignal) => Promise<void>,
): Promise<void> {
    checkOrder(steps);
    const stop = new AbortController();
    const started = new Map<string, Promise<void>>();
    const start = (step: T): Promise<void> => {
        const known = started.get(step.name);
        if (known !== undefined) {
            return known;
        }
        const before = steps.filter((other) => step.after.includes(other.name)).map(start);
        const work = Promise.all(before).then(async () => {
            stop.signal.throwIfAborted();
            await perform(step, stop.signal);
        });
        work.catch((error: unknown) => {
            stop.abort(error);
        });
        started.set(step.name, work);
        return work;
    };
    await Promise.allSettled(steps.map(start));
    stop.signal.throwIfAborted();
}
