/** `pulumi preview --refresh --expect-no-changes` of one stack. */
import { CommandError, type EngineEvent, LocalWorkspace } from "@pulumi/pulumi/automation";

import { changesIn } from "../preview/changes";

export interface Look {
    readonly events: readonly EngineEvent[];
    /** What the engine printed, secrets as `[secret]`. */
    readonly printed: string;
}

/**
 * Holds a stack of the program in the working directory against reality. Changes nothing, the state
 * neither.
 *
 * @param configFile stack file instead of the stack's own
 * @throws Error with the engine's reasons if it could not look
 */
export async function lookForDrift(
    stackName: string,
    configFile: string | undefined,
): Promise<Look> {
    const stack = await LocalWorkspace.selectStack({ stackName, workDir: process.cwd() });
    const events: EngineEvent[] = [];
    let printed = "";
    const onOutput = (text: string): void => void (printed += text);
    try {
        await stack.preview({
            refresh: true,
            expectNoChanges: true,
            diff: true,
            color: "never",
            suppressProgress: true,
            ...(configFile !== undefined && { configFile }),
            onOutput,
            onError: onOutput,
            onEvent: (event) => void events.push(event),
        });
    } catch (error) {
        const cameToTheEnd = events.some(({ summaryEvent }) => summaryEvent !== undefined);
        if (!(error instanceof CommandError)) throw error;
        // Changes are what was looked for; anything else is an error.
        if (!cameToTheEnd || changesIn(events).errors.length > 0) throw new Error(printed.trim());
    }
    return { events, printed };
}
