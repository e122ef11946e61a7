/** The demo proper, run inside the lab: see main.ts. */
import { parseArgs } from "node:util";

import { openLab } from "../loop/lab";
import { runDemo } from "./scenario";

async function main(): Promise<void> {
    const { values } = parseArgs({
        options: { keep: { type: "boolean", default: false }, parts: { type: "string" } },
    });
    const lab = await openLab(values.parts === "real" ? "real" : "lab", "demo");
    await runDemo(lab, values.keep);
}

main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
});
