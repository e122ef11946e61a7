import * as fs from "node:fs";

import { z } from "zod";

const counts = z.object({ passed: z.number(), failed: z.number(), skipped: z.number() });

/** What a run of mocha came to. */
export type Counts = z.output<typeof counts>;

/** Counts that reporter.cjs left; one failure if mocha did not get to its end. */
export function readCounts(file: string): Counts {
    return fs.existsSync(file)
        ? counts.parse(JSON.parse(fs.readFileSync(file, "utf8")))
        : { passed: 0, failed: 1, skipped: 0 };
}

export function sum(one: Counts, other: Counts): Counts {
    return {
        passed: one.passed + other.passed,
        failed: one.failed + other.failed,
        skipped: one.skipped + other.skipped,
    };
}

/** The line that `.ci/run` adds up. */
export function countLine({ passed, failed, skipped }: Counts): string {
    return `npm run test:lab: ${passed} passed, ${failed} failed, ${skipped} skipped`;
}
