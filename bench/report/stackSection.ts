import type { DemoResult, Start } from "../demo/result";
import type { StackResult } from "../stack/result";
import { machineLine } from "./machineLine";
import { markdownTable, seconds } from "./text";

/** What is aimed at on two processors, by the names of figures. */
const AIMS: Readonly<Record<string, string>> = {
    "the program alone, beyond an empty one": "2 s",
    "pulumi up, no changes": "10 s",
};

const DEMO_TITLES: Readonly<Record<Start, { title: string; aim: string }>> = {
    warm: { title: "npm run demo, everything built", aim: "4 min" },
    cold: { title: "npm run demo, nothing built", aim: "25 min" },
};

/** What docs/benchmarks.md says of the costs of the stack and of the lab. */
export function stackSection(
    { machine, memoryMiB, figures }: StackResult,
    demos: readonly DemoResult[],
): string[] {
    return [
        ...markdownTable(
            ["", "runs", "min", "median", "max", "aim"],
            [
                ...figures.map(({ name, runs, min, median, max }) => [
                    name,
                    String(runs),
                    ...[min, median, max].map(seconds),
                    AIMS[name] ?? "",
                ]),
                ...demos.map(({ start, seconds: all }) => {
                    const { title, aim } = DEMO_TITLES[start];
                    return [title, "1", ...Array<string>(3).fill(seconds(all)), aim];
                }),
            ],
        ),
        "",
        `Measured on ${machineLine(machine)}. The lab with everything running took ` +
            `${memoryMiB.toFixed(0)} MiB of memory; 3000 are the aim.`,
        ...demos.map(
            ({ start, at, machine: { loadBefore } }) =>
                `${DEMO_TITLES[start].title}: ${at.slice(0, 10)}, at a load average of ${loadBefore}.`,
        ),
    ];
}
