import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";

import { run } from "../processes/run";
import { type Contexts, evaluated } from "./expressions";
import type { WorkflowStep } from "./workflow";

/** Where a step runs. */
export interface StepPlace {
    /** The checked out repository. */
    readonly directory: string;
    /** What GitHub's runner and the machine give: `GITHUB_REF`, `PATH`, … */
    readonly env: NodeJS.ProcessEnv;
    readonly contexts?: Contexts;
    /** `$RUNNER_TEMP`, which the steps of a job share. @default one that is removed afterwards */
    readonly temporary?: string;
}

/** What became of a step. */
export interface StepResult {
    /** 0 if it succeeded. */
    readonly code: number;
    /** What it wrote to `$GITHUB_OUTPUT`. */
    readonly outputs: Readonly<Record<string, string>>;
    /** What it wrote to `$GITHUB_ENV`: the environment of the steps that follow. */
    readonly variables: Readonly<Record<string, string>>;
    /** What it added to the job's summary. */
    readonly summary: string;
    /** All it printed. */
    readonly log: string;
}

/** How GitHub's runner calls the shells that our workflows name; the script's file comes last. */
const SHELLS: Readonly<Record<string, readonly [string, ...string[]]>> = {
    bash: ["bash", "--noprofile", "--norc", "-eo", "pipefail"],
    "node {0}": [process.execPath],
};

/** Runs a step's script as GitHub's runner does. */
export async function runStep(step: WorkflowStep, place: StepPlace): Promise<StepResult> {
    const own = await fs.mkdtemp(path.join(os.tmpdir(), "step-"));
    try {
        const [shell, ...flags] = SHELLS[step.shell ?? "bash"] ?? [];
        if (step.run === undefined || shell === undefined) {
            throw new Error(`no step the lab can run: ${step.name ?? step.id ?? step.uses ?? ""}`);
        }
        const script = path.join(own, "script");
        const [output, variables, summary] = ["output", "env", "summary"].map((name) =>
            path.join(own, name),
        ) as [string, string, string];
        await fs.writeFile(script, evaluated(step.run, place.contexts ?? {}));
        await Promise.all([output, variables, summary].map((file) => fs.writeFile(file, "")));
        const given = Object.fromEntries(
            Object.entries(step.env).map(([name, value]) => [
                name,
                evaluated(value, place.contexts ?? {}),
            ]),
        );
        const { code, stdout, stderr } = await run(shell, [...flags, script], {
            cwd: place.directory,
            accept: [...Array(256).keys()],
            env: {
                ...place.env,
                GITHUB_OUTPUT: output,
                GITHUB_ENV: variables,
                GITHUB_STEP_SUMMARY: summary,
                GITHUB_PATH: path.join(own, "path"),
                RUNNER_TEMP: place.temporary ?? own,
                ...given,
            },
        });
        return {
            code,
            log: stdout + stderr,
            outputs: assignments(await fs.readFile(output, "utf8")),
            variables: assignments(await fs.readFile(variables, "utf8")),
            summary: await fs.readFile(summary, "utf8"),
        };
    } finally {
        await fs.rm(own, { recursive: true });
    }
}

/** `name=value`, or `name<<END`, lines, `END`. */
function assignments(text: string): Record<string, string> {
    const found = text.matchAll(/^([^=\n<]+)(?:=(.*)|<<(.+)\n([\s\S]*?)\n\3)$/gm);
    return Object.fromEntries(
        [...found].map(([, name = "", line, , block]) => [name, line ?? block ?? ""]),
    );
}
