/** The commands of guides, run inside the lab: see main.ts. */
import { parseArgs } from "node:util";

import { openLab } from "../loop/lab";
import { labPaths } from "../paths";
import { chosenGuides } from "./guides";
import { type GuideRun, runGuide } from "./run";
import { openWorld } from "./world";

async function main(): Promise<void> {
    const { values, positionals } = parseArgs({
        allowPositionals: true,
        options: { keep: { type: "boolean", default: false }, parts: { type: "string" } },
    });
    const guides = chosenGuides(labPaths().project, positionals);
    const lab = await openLab(values.parts === "real" ? "real" : "lab", "guides-engine");
    const world = await openWorld(lab);
    const runs: GuideRun[] = [];
    try {
        for (const guide of guides) {
            runs.push(await runGuide(world, guide, console.log));
        }
    } finally {
        if (!values.keep) {
            await world.leave();
        }
    }
    for (const { guide, ran, notRun, seconds } of runs) {
        console.log(
            `${guide.file}: ${ran} blocks run, ${notRun.length} not, ${seconds.toFixed(0)} s`,
        );
    }
}

main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
});
