import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";

import { run } from "../processes/run";
import { runStep, type StepResult } from "./runStep";
import { Workflow } from "./workflow";

/** Go without a network: what the lab was built from has been fetched. */
const OFFLINE = { GOPROXY: "off", GOSUMDB: "off", GOFLAGS: "-mod=mod" };

/**
 * Runs the steps of the build workflow's job `overlays` in a checked out repository, but for the one
 * that installs kubeconform: the lab's own is on PATH. Ends with the first step that fails.
 */
export async function checkOverlays(directory: string): Promise<StepResult> {
    const workflow = Workflow.read(directory);
    const temporary = await fs.mkdtemp(path.join(os.tmpdir(), "overlays-"));
    const place = { directory, env: { ...process.env, ...OFFLINE }, temporary };
    try {
        const schemas = await runStep(workflow.step("overlays", { id: "schemas" }), place);
        return schemas.code === 0
            ? await runStep(workflow.step("overlays", { id: "check" }), place)
            : schemas;
    } finally {
        await fs.rm(temporary, { recursive: true });
    }
}

/** What actionlint finds in a repository's workflow files: nothing, or a line for each fault. */
export async function lintWorkflows(directory: string): Promise<string> {
    const folder = path.join(directory, ".github", "workflows");
    const files = (await fs.readdir(folder)).map((file) => path.join(folder, file));
    const flags = ["-shellcheck=", "-pyflakes=", "-no-color", "-oneline"];
    const { stdout } = await run("actionlint", [...flags, ...files], { accept: [0, 1] });
    return stdout;
}
