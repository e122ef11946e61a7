import { execFile } from "node:child_process";
import { basename } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

/**
 * Runs a program without the step's secrets: it needs none. What it prints matters only if it fails.
 *
 * @throws Error with the program's name, and what it said
 */
export async function runWithoutSecrets(
    program: string,
    args: readonly string[],
    cwd: string,
): Promise<void> {
    try {
        await execute(program, [...args], {
            cwd,
            env: passedOn(process.env),
            maxBuffer: 64 * 1024 * 1024,
        });
    } catch (error) {
        const { stderr = "", message } = error as Error & { readonly stderr?: string };
        throw new Error(`${basename(program)}: ${stderr.trim() || message}`, { cause: error });
    }
}

/** What programs need of a machine; names of npm's settings are in lower case. */
const PASSED_ON = /^(PATH|HOME|TMPDIR|LANG|NODE_EXTRA_CA_CERTS|(HTTPS?|NO)_PROXY|npm_config_.*)$/i;

function passedOn(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    return Object.fromEntries(Object.entries(env).filter(([name]) => PASSED_ON.test(name)));
}
