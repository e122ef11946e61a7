import * as os from "node:os";

import { z } from "zod";

/** What a result was measured on. */
export const machineSchema = z.object({
    /** Processors that the run could use. */
    cores: z.number(),
    model: z.string(),
    memoryGiB: z.number(),
    /** Load average of the last minute before the run: what else the machine was busy with. */
    loadBefore: z.number(),
});

export type Machine = z.infer<typeof machineSchema>;

/** @param loadBefore load average before the run began */
export function thisMachine(loadBefore: number): Machine {
    return {
        cores: os.availableParallelism(),
        model: os.cpus()[0]?.model.trim() ?? "",
        memoryGiB: Math.round(os.totalmem() / 2 ** 30),
        loadBefore: Math.round(loadBefore * 100) / 100,
    };
}
