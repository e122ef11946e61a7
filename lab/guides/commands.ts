import { spawnSync } from "node:child_process";

import { GuideFault, type Place } from "./fault";

/** One command of a block: a line, or as many as belong together. */
export interface Command extends Place {
    readonly text: string;
}

/**
 * Splits a block into its commands: each is the fewest lines that bash takes for complete.
 *
 * @throws GuideFault if it is not what bash understands
 */
export function splitCommands(block: Place & { readonly text: string }): Command[] {
    const commands: Command[] = [];
    let pending: string[] = [];
    let problem = "";
    const lines = block.text.split("\n");
    for (const [index, line] of lines.entries()) {
        if (pending.length === 0 && /^\s*(#.*)?$/.test(line)) {
            continue;
        }
        pending.push(line);
        const text = pending.join("\n");
        problem = syntaxProblem(text);
        if (problem === "" && !continues(line)) {
            commands.push({
                file: block.file,
                line: block.line + index + 1 - pending.length,
                text,
            });
            pending = [];
        }
    }
    if (pending.length > 0) {
        throw new GuideFault(
            { file: block.file, line: block.line + lines.length - pending.length },
            `bash does not understand this: ${problem}\n${pending.join("\n")}`,
        );
    }
    return commands;
}

/** A backslash at the end of the last line is no error for bash. */
function continues(line: string): boolean {
    return /(^|[^\\])(\\\\)*\\$/.test(line);
}

/** What `bash -n` says; also of a here-document without an end, which is only a warning to it. */
export function syntaxProblem(text: string): string {
    const { error, status, stderr } = spawnSync("bash", ["-n"], { input: text, encoding: "utf8" });
    if (error) {
        throw error;
    }
    return status === 0 && stderr === "" ? "" : stderr.trim() || `exit code ${status ?? "none"}`;
}
