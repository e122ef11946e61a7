import { z } from "zod";

import { run } from "../../cli/wait/run";

const history = z.array(
    z.object({
        kind: z.string(),
        result: z.string(),
        startTime: z.string(),
        environment: z.record(z.string(), z.string()).optional(),
    }),
);

/** An operation that has changed a stack or its state, or was to. */
export interface Operation {
    /** `update`, `destroy`, `refresh`, … */
    readonly kind: string;
    /** `succeeded`, `failed`, `in-progress` */
    readonly result: string;
    /** When it has begun: tells it from others. */
    readonly startTime: string;
    /** Commit of the program; none if it was not run from a Git repository. */
    readonly commit?: string;
}

/** Of the operations that Pulumi remembers, so many are looked through, newest first. */
const DEPTH = 50;

/** The last operations on a stack, of any kind, newest first; from the backend's history. */
export async function lastOperations(stack: string): Promise<Operation[]> {
    const args = ["stack", "history", "--json", "--page-size", String(DEPTH), "--stack", stack];
    const printed = await run("pulumi", [...args, "--non-interactive"]);
    return history.parse(JSON.parse(printed)).map(({ environment, ...operation }) => ({
        ...operation,
        commit: environment?.["git.head"],
    }));
}

/** The last `pulumi up` among them that came to its end; nothing if there is none. */
export function lastDeployment(operations: readonly Operation[]): Operation | undefined {
    return operations.find(({ kind, result }) => kind === "update" && result === "succeeded");
}
