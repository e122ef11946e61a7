/** `pulumi preview --diff` of one stack. */
import { existsSync } from "node:fs";

import { CommandError, type EngineEvent, LocalWorkspace } from "@pulumi/pulumi/automation";

/** Folder of the policies that every preview is held against, and the file that relaxes them. */
const POLICY_PACK = "policy";
const POLICY_CONFIG = "policy.json";

export interface EnginePreview {
    readonly succeeded: boolean;
    readonly events: readonly EngineEvent[];
    /** What the engine printed, secrets as `[secret]`. */
    readonly printed: string;
}

/**
 * Previews a stack of the program in the working directory.
 *
 * @param configFile stack file instead of the stack's own
 * @throws Error if there is no such stack, or no engine to ask
 */
export async function previewStack(
    stackName: string,
    configFile: string,
    env: NodeJS.ProcessEnv,
): Promise<EnginePreview> {
    const stack = await LocalWorkspace.selectStack(
        { stackName, workDir: process.cwd() },
        { envVars: given(env) },
    );
    const events: EngineEvent[] = [];
    let printed = "";
    const onOutput = (text: string): void => void (printed += text);
    try {
        await stack.preview({
            diff: true,
            color: "never",
            suppressProgress: true,
            configFile,
            policyPacks: [POLICY_PACK],
            ...(existsSync(POLICY_CONFIG) && { policyPackConfigs: [POLICY_CONFIG] }),
            onOutput,
            onError: onOutput,
            onEvent: (event) => void events.push(event),
        });
        return { succeeded: true, events, printed };
    } catch (error) {
        if (error instanceof CommandError) {
            return { succeeded: false, events, printed };
        }
        throw error;
    }
}

function given(env: NodeJS.ProcessEnv): Record<string, string> {
    return Object.fromEntries(
        Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
}
