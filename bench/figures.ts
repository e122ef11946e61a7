/** Seconds that one thing took, over several runs. */
export interface Figure {
    readonly name: string;
    readonly runs: number;
    readonly min: number;
    readonly median: number;
    readonly max: number;
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

/** @param seconds at least one */
export function figure(name: string, seconds: readonly number[]): Figure {
    const sorted = [...seconds].sort((a, b) => a - b);
    const middle = Math.floor(sorted.length / 2);
    const [low = NaN, high = NaN] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
    return {
        name,
        runs: sorted.length,
        min: sorted[0] ?? NaN,
        median: (low + high) / 2,
        max: sorted.at(-1) ?? NaN,
    };
}
