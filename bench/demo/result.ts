import { z } from "zod";

import { machineSchema } from "../machine";

/** Whether the demo found what it needs, or had to build it. */
export const START = ["warm", "cold"] as const;
export type Start = (typeof START)[number];

/** The files `bench/results/demo-warm.json` and `demo-cold.json`. */
export const demoResultSchema = z.object({
    /** When it was measured, ISO 8601. */
    at: z.string(),
    machine: machineSchema,
    start: z.enum(START),
    /** From the command to its end, the lab started and taken down included. */
    seconds: z.number(),
});

export type DemoResult = z.infer<typeof demoResultSchema>;

/** Name of the file with the result. */
export function demoFile(start: Start): string {
    return `demo-${start}.json`;
}
