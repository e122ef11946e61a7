/** Runs git. */
import { spawn } from "node:child_process";

export interface RunOptions {
    readonly input?: Buffer | string;
    readonly env?: NodeJS.ProcessEnv;
    /** Exit codes that are answers, not errors; 0 always is. */
    readonly accept?: readonly number[];
}

export interface RunResult {
    readonly code: number;
    readonly stdout: Buffer;
    readonly stderr: string;
}

/** Environment in which no configuration of the machine or its user reaches git. */
export function gitEnvironment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
    const { PATH, HOME } = process.env;
    return {
        PATH,
        HOME,
        GIT_CONFIG_NOSYSTEM: "1",
        GIT_CONFIG_GLOBAL: "/dev/null",
        GIT_TERMINAL_PROMPT: "0",
        LC_ALL: "C",
        ...extra,
    };
}

/**
 * @param directory the bare repository
 * @throws Error with git's own words if it fails
 */
export function git(
    directory: string,
    args: readonly string[],
    options: RunOptions = {},
): Promise<RunResult> {
    return new Promise((resolve, reject) => {
        const child = spawn("git", ["--git-dir", directory, ...args], {
            env: gitEnvironment(options.env),
            stdio: "pipe",
        });
        const out: Buffer[] = [];
        const err: Buffer[] = [];
        child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
        child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
        child.on("error", reject);
        // git may end before it has read everything; its exit code tells the story.
        child.stdin.on("error", () => undefined);
        child.stdin.end(options.input ?? "");
        child.on("close", (status) => {
            const code = status ?? 128;
            const stderr = Buffer.concat(err).toString("utf8").trim();
            if (code === 0 || options.accept?.includes(code)) {
                resolve({ code, stdout: Buffer.concat(out), stderr });
            } else {
                reject(new Error(`git ${args.join(" ")} failed (${code}): ${stderr}`));
            }
        });
    });
}

/** Output as lines or NUL-separated records, without the empty end. */
export function records(output: Buffer, separator = "\0"): string[] {
    return output
        .toString("utf8")
        .split(separator)
        .filter((record) => record !== "");
}
