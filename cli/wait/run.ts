import { execFile } from "node:child_process";

/** A command that is not there, or that ended with an error. */
export class CommandFailed extends Error {
    override readonly name = "CommandFailed";
    constructor(
        command: string,
        /** What it printed on standard error, or why it could not be started. */
        readonly said: string,
    ) {
        super(`${command}: ${said}`);
    }
}

const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

/**
 * The standard output of a command.
 *
 * @throws CommandFailed without the arguments, in case one is a secret
 */
export function run(
    command: string,
    args: readonly string[],
    signal?: AbortSignal,
): Promise<string> {
    return new Promise((resolve, reject) => {
        execFile(
            command,
            [...args],
            { encoding: "utf8", maxBuffer: MAX_OUTPUT_BYTES, signal },
            (error, stdout, stderr) => {
                if (error === null) {
                    resolve(stdout);
                } else if (error.code === "ENOENT") {
                    reject(new CommandFailed(command, `${command} is not installed`));
                } else {
                    reject(new CommandFailed(command, stderr.trim() || error.message));
                }
            },
        );
    });
}
