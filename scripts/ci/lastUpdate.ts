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

/** An operation that has changed a stack, or was to. */
export interface Update {
    /** When it has begun: tells it from others. */
    readonly startTime: string;
    /** Commit of the program; none if it was not run from a Git repository. */
    readonly commit?: string;
}

/** Of the updates that Pulumi remembers, so many are looked through, newest first. */
const DEPTH = 50;

/** The last `pulumi up` that came to its end, from the backend's history; nothing if there is none. */
export async function lastDeployment(stack: string): Promise<Update | undefined> {
    const args = ["stack", "history", "--json", "--page-size", String(DEPTH), "--stack", stack];
    const printed = await run("pulumi", [...args, "--non-interactive"]);
    const [last] = history
        .parse(JSON.parse(printed))
        .filter(({ kind, result }) => kind === "update" && result === "succeeded");
    return last && { startTime: last.startTime, commit: last.environment?.["git.head"] };
}
