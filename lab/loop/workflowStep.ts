import { spawn } from "node:child_process";
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";

import { parse } from "yaml";
import { z } from "zod";

const workflow = z.object({
    jobs: z.record(
        z.string(),
        z.object({
            steps: z
                .array(
                    z.object({
                        shell: z.literal("node {0}"),
                        env: z.record(z.string(), z.string()),
                        run: z.string(),
                    }),
                )
                .length(1),
        }),
    ),
});

export interface StepRun {
    /** Text of the workflow: one job of one step, a script for Node.js. */
    readonly workflow: string;
    /** Root of the REST API. */
    readonly api: string;
    /** `owner/name` */
    readonly repository: string;
    /** What `github.token` is. */
    readonly token: string;
    /** Environment that goes over the step's own. */
    readonly env?: Readonly<Record<string, string>>;
}

export interface StepResult {
    readonly code: number | null;
    /** What it printed. */
    readonly log: string;
}

/** Runs the script of a workflow as GitHub's runner would: from a file, with what a runner sets. */
export async function runWorkflowStep(wanted: StepRun): Promise<StepResult> {
    const [job] = Object.values(workflow.parse(parse(wanted.workflow)).jobs);
    const [step] = job?.steps ?? [];
    if (!step) {
        throw new Error("the workflow has no step");
    }
    const directory = await fs.mkdtemp(path.join(os.tmpdir(), "image-drift-step-"));
    try {
        // A runner gives it no extension.
        const file = path.join(directory, "step");
        await fs.writeFile(file, step.run);
        return await runNode(file, {
            PATH: process.env.PATH,
            NODE_EXTRA_CA_CERTS: process.env.NODE_EXTRA_CA_CERTS,
            GITHUB_API_URL: wanted.api,
            GITHUB_REPOSITORY: wanted.repository,
            ...Object.fromEntries(
                Object.entries(step.env).map(([name, value]) => [
                    name,
                    value.replace("${{ github.token }}", wanted.token),
                ]),
            ),
            ...wanted.env,
        });
    } finally {
        await fs.rm(directory, { recursive: true });
    }
}

function runNode(file: string, env: NodeJS.ProcessEnv): Promise<StepResult> {
    return new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [file], { env, cwd: path.dirname(file) });
        let log = "";
        for (const stream of [child.stdout, child.stderr]) {
            stream.on("data", (chunk: Buffer) => (log += chunk.toString()));
        }
        child.on("error", reject);
        child.on("close", (code) => {
            resolve({ code, log });
        });
    });
}
