import { engineEnvironment } from "../../engine/environment";
import type { Lab } from "../../loop/lab";
import { type CommandResult, run } from "../../processes/run";

/**
 * Runs a command as the user would, in a shell, in the directory of the program.
 *
 * @param accept exit codes that are no error
 */
export function userShell(lab: Lab, command: string, accept = [0]): Promise<CommandResult> {
    return run("bash", ["-o", "pipefail", "-c", command], {
        cwd: lab.program,
        env: { ...process.env, ...engineEnvironment(lab.home) },
        accept,
        shown: [command],
    });
}
