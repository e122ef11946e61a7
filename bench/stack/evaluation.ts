import * as path from "node:path";

import { run } from "../../lab/processes/run";

/** Programs that a recorder can run in the engine's place, each with the script that does it. */
const PROGRAMS = { empty: "evaluateEmpty.ts", ours: "evaluateProgram.ts" } as const;

/**
 * Runs a program to its end in a Node of its own, which begins as the engine's language host does:
 * with ts-node, the program's tsconfig and without checking types.
 */
export async function evaluate(project: string, program: keyof typeof PROGRAMS): Promise<void> {
    await run(
        process.execPath,
        ["--require", "ts-node/register", path.join(__dirname, PROGRAMS[program])],
        {
            cwd: project,
            env: {
                ...process.env,
                TS_NODE_PROJECT: path.join(project, "tsconfig.program.json"),
                TS_NODE_TRANSPILE_ONLY: "true",
            },
        },
    );
}
