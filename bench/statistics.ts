/** What several measurements of one thing come to. */
export interface Spread {
    readonly min: number;
    readonly median: number;
    /** @see percentile */
    readonly p95: number;
    readonly max: number;
}

/** @param values at least one; NaN throughout without any */
export function spread(values: readonly number[]): Spread {
    const sorted = [...values].sort((a, b) => a - b);
    return {
        min: sorted[0] ?? NaN,
        median: median(sorted),
        p95: percentile(sorted, 95),
        max: sorted.at(-1) ?? NaN,
    };
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
    const sorted = [...values].sort((a, b) => a - b);
    const [low = NaN, high = NaN] = [
        sorted[Math.ceil(sorted.length / 2) - 1],
        sorted[Math.floor(sorted.length / 2)],
    ];
    return (low + high) / 2;
}

/**
 * The smallest value that is not exceeded by the given share of all values (nearest rank): always
 * one that was measured, and of fewer than twenty values the 95th percentile is the largest.
 *
 * @param percent above 0, at most 100
 */
export function percentile(values: readonly number[], percent: number): number {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? NaN;
}
