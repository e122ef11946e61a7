import { spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

export interface RunOptions {
    readonly cwd?: string;
    /** Complete environment. @default the caller's own */
    readonly env?: NodeJS.ProcessEnv;
    /** Given on standard input, which is closed otherwise. */
    readonly input?: string;
    /** Let the command use this process's terminal; nothing is collected then. @default false */
    readonly terminal?: boolean;
    /** Exit codes that are no error. @default [0] */
    readonly accept?: readonly number[];
    readonly signal?: AbortSignal;
    /** The command as messages show it. @default as it was given */
    readonly shown?: readonly string[];
}

export interface CommandResult {
    readonly code: number;
    readonly stdout: string;
    readonly stderr: string;
}

/** A command that could not be started, was ended by a signal, or exited with an unexpected code. */
export class CommandFailed extends Error {
    constructor(
        readonly command: readonly string[],
        readonly outcome: string,
        readonly stdout: string,
        readonly stderr: string,
    ) {
        const output = (stderr.trim() || stdout.trim()).split("\n").slice(-15).join("\n");
        super(`${command.join(" ")}: ${outcome}${output === "" ? "" : `\n${output}`}`);
        this.name = "CommandFailed";
    }
}

/** Runs a command to its end and collects what it printed. Throws {@link CommandFailed}. */
export async function run(
    command: string,
    args: readonly string[],
    options: RunOptions = {},
): Promise<CommandResult> {
    const stdio: StdioOptions =
        options.terminal === true
            ? "inherit"
            : [options.input === undefined ? "ignore" : "pipe", "pipe", "pipe"];
    const child = spawn(command, args, {
        cwd: options.cwd,
        env: options.env,
        signal: options.signal,
        stdio,
    });
    return finish(child, options.shown ?? [command, ...args], options);
}

async function finish(
    child: ChildProcess,
    command: readonly string[],
    options: RunOptions,
): Promise<CommandResult> {
    // A command may end without reading all of its input; its exit code tells whether that matters.
    child.stdin?.on("error", () => undefined).end(options.input ?? "");
    const closed = once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
    const collected = Promise.all([
        child.stdout === null ? "" : text(child.stdout),
        child.stderr === null ? "" : text(child.stderr),
    ]);
    try {
        const [[code, signal], [stdout, stderr]] = await Promise.all([closed, collected]);
        if (code === null || !(options.accept ?? [0]).includes(code)) {
            const outcome =
                code === null ? `ended by ${signal ?? "a signal"}` : `exit code ${code}`;
            throw new CommandFailed(command, outcome, stdout, stderr);
        }
        return { code, stdout, stderr };
    } catch (error) {
        if (error instanceof CommandFailed || options.signal?.aborted === true) {
            throw error;
        }
        throw new CommandFailed(command, (error as Error).message, "", "");
    }
}
