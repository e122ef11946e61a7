import { APPS, type AppName } from "./scene";

/** A build of each application, pushed nearly at once. */
export interface Pair {
    /** Time between the answers to both pushes, in milliseconds. */
    readonly apart: number;
    /** Seconds from each build's own push until it was committed, and until it was synced. */
    readonly seconds: Readonly<Record<AppName, { committed: number; synced: number }>>;
}

/**
 * How long a build may take from its push until it is synced when one of its events is lost: one
 * interval, which the updater needs at most and Argo CD twice half of it, and what there is to do.
 * Docs/architecture.md has the same.
 *
 * @param interval of the updater, in seconds; Argo CD's is no more than half of it, or as short
 */
export function boundOf(interval: number): number {
    return interval + 30;
}

/** The builds that took longer, one a line. */
export function tooLate(pairs: readonly Pair[], bound: number): string[] {
    return pairs.flatMap(({ seconds }, index) =>
        APPS.filter((app) => seconds[app].synced > bound).map((app) => {
            const { committed, synced } = seconds[app];
            return `pair ${index + 1}, ${app}: committed after ${committed.toFixed(1)} s, synced after ${synced.toFixed(1)} s`;
        }),
    );
}
