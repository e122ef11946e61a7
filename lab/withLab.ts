import { labDown } from "./down";
import { untilInterrupted } from "./interrupt";
import type { Parts } from "./parts/parts";
import { labUp, type UpTimes } from "./up";

export interface WithLabOptions {
    readonly parts: Parts;
    /** Leave it up afterwards. @default false */
    readonly keep?: boolean;
}

/**
 * Starts the lab, does work with it and takes it down again, however the work ends; Ctrl-C included.
 * A lab that does not come up is left for a look at it.
 */
export function withLab<T>(
    { parts, keep = false }: WithLabOptions,
    work: (times: UpTimes, signal: AbortSignal) => Promise<T>,
): Promise<T> {
    return untilInterrupted(
        async (signal) => {
            const times = await labUp({ parts, signal });
            console.log(
                `The lab is up: ${times.preparation.toFixed(1)} s of preparation, ${times.start.toFixed(1)} s to start.`,
            );
            try {
                return await work(times, signal);
            } finally {
                if (!keep && !signal.aborted) {
                    console.log(`The lab is down (${(await labDown()).toFixed(1)} s).`);
                }
            }
        },
        { keep },
    );
}
