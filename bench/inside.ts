/** The measurements, made inside the lab: see main.ts. */
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { parseArgs } from "node:util";

import { labStatus } from "../lab";
import { buildAndPush } from "../lab/loop/build";
import { followBuild } from "../lab/loop/hops";
import { cloneRepository, imageOf, openLab, openStack, watch } from "../lab/loop/lab";
import { emptyStack } from "./emptyStack";
import { type Figure, figure, times } from "./figures";

const RUNS = 5;

async function main(): Promise<void> {
    const { values } = parseArgs({ options: { "lab-start": { type: "string", default: "0" } } });
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
            "the program, its lookups and checks: the difference",
            pairs.ours.map((seconds, run) => seconds - (pairs.empty[run] ?? 0)),
        ),
    );
    figures.push(figure("pulumi up, no changes", await times(RUNS, () => stack.up())));

    const copy = await cloneRepository(lab, "bench/working-copy");
    const watched = watch(lab, "dev", "development");
    for (const name of ["backend", "frontend"]) {
        await followBuild(watched, await buildAndPush(copy, name, imageOf(name)));
    }
    await copy.push(
        "Change the backend",
        (text) => `${text}// A change.\n`,
        "apps/backend/answer.go",
    );
    const hops = await followBuild(
        watched,
        await buildAndPush(copy, "backend", imageOf("backend")),
    );
    figures.push(...hops.map(({ hop, seconds }) => figure(`push by polling: ${hop}`, [seconds])));
    const memoryMiB = labStatus().memory / 2 ** 20;
    figures.push(figure("pulumi destroy", await times(1, () => stack.destroy())));

    await report(lab.paths.project, figures, memoryMiB);
}

async function report(project: string, figures: Figure[], memoryMiB: number): Promise<void> {
    const width = Math.max(...figures.map(({ name }) => name.length));
    console.log(`${"".padEnd(width)}      min   median      max`);
    for (const { name, min, median, max } of figures) {
        const columns = [min, median, max].map((seconds) => `${seconds.toFixed(2)} s`.padStart(9));
        console.log(`${name.padEnd(width)} ${columns.join("")}`);
    }
    console.log(`memory of the lab with everything running: ${memoryMiB.toFixed(0)} MiB`);
    const directory = path.join(project, "bench", "results");
    await fs.mkdir(directory, { recursive: true });
    const machine = { cores: os.cpus().length, model: os.cpus()[0]?.model ?? "" };
    await fs.writeFile(
        path.join(directory, "stack.json"),
        `${JSON.stringify({ machine, memoryMiB, figures }, undefined, 4)}\n`,
    );
}

main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
});
