/** A stack file for previews: the stack's own, with credentials that can only read. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";

/** What a preview's GitHub environment has to have, and the configuration key that it replaces. */
export const READ_ACCESS = {
    PREVIEW_GITHUB_TOKEN: "githubToken",
    PREVIEW_KUBECONFIG: "kubeconfig",
} as const;

/**
 * Which of the read-only credentials are missing, as a message; nothing if they are all there. The
 * stack's own are never taken instead: they may write.
 */
export function missingReadAccess(stack: string, env: NodeJS.ProcessEnv): string | undefined {
    const missing = Object.keys(READ_ACCESS).filter((name) => (env[name] ?? "") === "");
    return missing.length === 0
        ? undefined
        : [
              `The preview of ${stack} has no credentials that can only read. Set on GitHub:`,
              ...missing.map((name) => `  gh secret set ${name} --env preview-${stack}`),
              "docs/previews.md says what they have to be allowed.",
          ].join("\n");
}

/**
 * Copies the stack file into a directory, and sets the read-only credentials in the copy.
 *
 * @param env with the credentials, and what `pulumi` needs to encrypt them
 * @returns path of the copy
 * @throws Error with what `pulumi` says
 */
export async function readOnlyStackFile(
    stack: string,
    directory: string,
    env: NodeJS.ProcessEnv,
): Promise<string> {
    const file = join(directory, `Pulumi.${stack}.yaml`);
    await copyFile(`Pulumi.${stack}.yaml`, file);
    for (const [name, key] of Object.entries(READ_ACCESS)) {
        await setSecret({ stack, file, key, value: env[name] ?? "" }, env);
    }
    return file;
}

/** By standard input: arguments can be seen by every process of the machine. */
async function setSecret(
    { stack, file, key, value }: Record<"stack" | "file" | "key" | "value", string>,
    env: NodeJS.ProcessEnv,
): Promise<void> {
    const options = ["--stack", stack, "--config-file", file, "--non-interactive"];
    const child = spawn("pulumi", ["config", "set", "--secret", key, ...options], {
        env,
        stdio: ["pipe", "ignore", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.stdin.end(value);
    const [code] = (await once(child, "close")) as [number | null];
    if (code !== 0) {
        throw new Error(`pulumi config set ${key} failed: ${said.trim()}`);
    }
}
