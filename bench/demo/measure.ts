import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { labPaths, run } from "../../lab";
import { thisMachine } from "../machine";
import { renderBenchmarks } from "../report/render";
import { writeResult } from "../writeResult";
import { demoFile, type DemoResult, type Start } from "./result";

/**
 * Runs `npm run demo` as a newcomer does, and writes how long all of it took.
 *
 * @returns the demo's exit code; of a demo that failed nothing is written
 */
export async function measureDemo(): Promise<number> {
    const { project, tools } = labPaths();
    const [load = 0] = os.loadavg();
    const start: Start = isBuilt(tools) ? "warm" : "cold";
    const began = performance.now();
    const { code } = await run(
        process.execPath,
        ["--import", "tsx", path.join(project, "lab/demo/main.ts")],
        { cwd: project, terminal: true, accept: [0, 1] },
    );
    const seconds = (performance.now() - began) / 1000;
    if (code === 0) {
        const at = new Date().toISOString();
        const result: DemoResult = { at, machine: thisMachine(load), start, seconds };
        await writeResult(project, demoFile(start), result);
        await renderBenchmarks(project);
        console.log(`bench/results/${demoFile(start)} and docs/benchmarks.md are written.`);
    }
    return code;
}

/** Whether any tool has been built: they are built together. */
function isBuilt(tools: string): boolean {
    return fs.existsSync(tools) && fs.readdirSync(tools).length > 0;
}
