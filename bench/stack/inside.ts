/** The measurements, made inside the lab: see ../main.ts. */
import { parseArgs } from "node:util";

import { labStatus } from "../../lab";
import { buildAndPush } from "../../lab/loop/build";
import { followBuild } from "../../lab/loop/hops";
import { cloneRepository, imageOf, openLab, openStack, watch } from "../../lab/loop/lab";
import { thisMachine } from "../machine";
import { renderBenchmarks } from "../report/render";
import { plainTable, seconds } from "../report/text";
import { writeResult } from "../writeResult";
import { emptyStack } from "./emptyStack";
import { evaluate } from "./evaluation";
import { type Figure, figure, type StackResult, times } from "./result";

const RUNS = 5;

async function main(): Promise<void> {
    const { values } = parseArgs({
        options: {
            "lab-start": { type: "string", default: "0" },
            "load-before": { type: "string", default: "0" },
        },
    });
    const lab = await openLab("lab", "bench");
    const stack = await openStack(lab, "dev");
    const empty = await emptyStack(lab);

    const figures: Figure[] = [
        figure("lab: cold start of the cluster", [Number(values["lab-start"])]),
    ];
    figures.push(figure("first pulumi up", await times(1, () => stack.up())));
    // Side by side, so that both see the same machine.
    const pairs = { empty: [] as number[], ours: [] as number[] };
    for (let run = 0; run < RUNS; run += 1) {
        pairs.empty.push(...(await times(1, () => empty.preview())));
        pairs.ours.push(...(await times(1, () => stack.preview())));
    }
    figures.push(figure("pulumi preview of an empty program", pairs.empty));
    figures.push(figure("pulumi preview, no changes", pairs.ours));
    figures.push(
        figure(
            "the difference: providers, their answers, the program",
            pairs.ours.map((took, run) => took - (pairs.empty[run] ?? 0)),
        ),
        figure("the program alone, beyond an empty one", await programAlone(lab.paths.project)),
    );
    figures.push(figure("pulumi up, no changes", await times(RUNS, () => stack.up())));

    const copy = await cloneRepository(lab, "bench/working-copy");
    const watched = watch(lab, "dev", "development");
    for (const name of ["backend", "frontend"]) {
        await followBuild(watched, await buildAndPush(copy, name, imageOf(name)));
    }
    const memoryMiB = labStatus().memory / 2 ** 20;
    figures.push(figure("pulumi destroy", await times(1, () => stack.destroy())));

    await report(lab.paths.project, {
        at: new Date().toISOString(),
        machine: thisMachine(Number(values["load-before"])),
        memoryMiB,
        figures,
    });
}

/** Evaluations of our program and of an empty one, side by side. */
async function programAlone(project: string): Promise<number[]> {
    const differences: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
        const [empty = NaN] = await times(1, () => evaluate(project, "empty"));
        const [ours = NaN] = await times(1, () => evaluate(project, "ours"));
        differences.push(ours - empty);
    }
    return differences;
}

async function report(project: string, result: StackResult): Promise<void> {
    const rows = result.figures.map(({ name, min, median, max }) => [
        name,
        ...[min, median, max].map(seconds),
    ]);
    console.log(plainTable(["", "min", "median", "max"], rows).join("\n"));
    console.log(`memory of the lab with everything running: ${result.memoryMiB.toFixed(0)} MiB`);
    await writeResult(project, "stack.json", result);
    await renderBenchmarks(project);
}

main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
});
