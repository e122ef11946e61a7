import { z } from "zod";

const SECONDS_PER_UNIT: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };

/**
 * A duration in Go's notation, in whole seconds.
 *
 * @see https://pkg.go.dev/time#ParseDuration
 */
export function duration(leastSeconds: number, mostSeconds: number): z.ZodType<number, string> {
    return z
        .string()
        .regex(/^(\d{1,6}[hms])+$/, "is not a duration in hours, minutes and seconds")
        .transform(seconds)
        .pipe(
            z
                .number()
                .min(leastSeconds, `is shorter than ${leastSeconds}s`)
                .max(mostSeconds, `is longer than ${mostSeconds / 3600}h`),
        );
}

function seconds(duration: string): number {
    return [...duration.matchAll(/(\d+)([hms])/g)].reduce(
        (sum, [, count, unit]) => sum + Number(count) * (SECONDS_PER_UNIT[unit ?? ""] ?? 0),
        0,
    );
}
