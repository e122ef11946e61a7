import type { StackResult } from "../stack/result";
import { machineLine } from "./machineLine";
import { markdownTable, seconds } from "./text";

/** What docs/benchmarks.md says of the costs of the stack and of the lab. */
export function stackSection({ machine, memoryMiB, figures }: StackResult): string[] {
    return [
        ...markdownTable(
            ["", "runs", "min", "median", "max"],
            figures.map(({ name, runs, min, median, max }) => [
                name,
                String(runs),
                ...[min, median, max].map(seconds),
            ]),
        ),
        "",
        `Measured on ${machineLine(machine)}. The lab with everything running took ` +
            `${memoryMiB.toFixed(0)} MiB of memory.`,
    ];
}
