import { z } from "zod";

import { machineSchema } from "../machine";
import { median, spread, type Spread } from "../statistics";
import { type Hop, HOPS } from "./hops";

const spreadSchema = z.object({
    min: z.number(),
    median: z.number(),
    p95: z.number(),
    max: z.number(),
}) satisfies z.ZodType<Spread>;

const hopsOf = <T extends z.ZodType>(of: T) => z.object({ commit: of, sync: of, ready: of });

/** Seconds of one push: each hop since the one before, and all of them. */
const pushSchema = hopsOf(z.number()).extend({
    total: z.number(),
    /** Steps of the hops by name, as far as logs and watches told them. */
    steps: z.record(z.string(), z.number()),
});

/** What one installation did, in seconds. */
const seriesSchema = z.object({
    medianSeconds: z.number(),
    minSeconds: z.number(),
    p95Seconds: z.number(),
    maxSeconds: z.number(),
    hops: hopsOf(spreadSchema),
    /** Median of each step, in the order of the way. */
    steps: z.array(z.object({ step: z.string(), hop: z.enum(HOPS), medianSeconds: z.number() })),
    pushes: z.array(pushSchema),
    /** How often the updater and Argo CD look by themselves. */
    polls: z.object({ registry: z.string(), git: z.string() }),
});

/** A file `bench/results/loop-*.json`. */
export const loopResultSchema = z.object({
    /** When it was measured, ISO 8601. */
    at: z.string(),
    machine: machineSchema,
    versions: z.object({ argoCd: z.string(), imageUpdater: z.string(), kubernetes: z.string() }),
    /** Pods of the Deployment that is pushed to. */
    replicas: z.number(),
    ours: z.object({ webhook: seriesSchema, polling: seriesSchema }),
    default: seriesSchema.extend({
        /** Every field in which the installation differs from what the charts install by default. */
        differences: z.array(z.string()),
    }),
});

export type Push = z.infer<typeof pushSchema>;
export type Series = z.infer<typeof seriesSchema>;
export type LoopResult = z.infer<typeof loopResultSchema>;

/**
 * @param steps names of all steps with their hops, in the order of the way
 * @param pushes at least one
 */
export function seriesOf(
    pushes: readonly Push[],
    steps: readonly { readonly step: string; readonly hop: Hop }[],
    polls: Series["polls"],
): Series {
    const total = spread(pushes.map((push) => push.total));
    const hop = (name: Hop) => spread(pushes.map((push) => push[name]));
    return {
        medianSeconds: total.median,
        minSeconds: total.min,
        p95Seconds: total.p95,
        maxSeconds: total.max,
        hops: { commit: hop("commit"), sync: hop("sync"), ready: hop("ready") },
        steps: steps.flatMap(({ step, hop: of }) => {
            const seconds = pushes.flatMap((push) => push.steps[step] ?? []);
            return seconds.length > 0 ? [{ step, hop: of, medianSeconds: median(seconds) }] : [];
        }),
        pushes: [...pushes],
        polls,
    };
}
