import { z } from "zod";

import { machineSchema } from "../machine";
import { spread } from "../statistics";

const figureSchema = z.object({
    name: z.string(),
    runs: z.number(),
    min: z.number(),
    median: z.number(),
    max: z.number(),
});

/** Seconds that one thing took, over several runs. */
export type Figure = z.infer<typeof figureSchema>;

/** The file `bench/results/stack.json`. */
export const stackResultSchema = z.object({
    /** When it was measured, ISO 8601. */
    at: z.string(),
    machine: machineSchema,
    /** Of the lab with everything running. */
    memoryMiB: z.number(),
    figures: z.array(figureSchema),
});

export type StackResult = z.infer<typeof stackResultSchema>;

/** @param seconds at least one */
export function figure(name: string, seconds: readonly number[]): Figure {
    const { min, median, max } = spread(seconds);
    return { name, runs: seconds.length, min, median, max };
}

/** Seconds of each of several runs. */
export async function times(runs: number, work: () => Promise<unknown>): Promise<number[]> {
    const seconds: number[] = [];
    for (let run = 0; run < runs; run += 1) {
        const began = performance.now();
        await work();
        seconds.push((performance.now() - began) / 1000);
    }
    return seconds;
}
