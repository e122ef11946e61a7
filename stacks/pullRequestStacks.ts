import { environments } from "./environments";
import type { StackConfig } from "./stackConfig";

/**
 * Names of the stacks whose updater opens pull requests, as far as this stack can know: of itself by
 * its configuration, of the others by what their environments are. The configuration of another
 * stack cannot be read.
 */
export function pullRequestStacks(
    stack: string,
    config: Pick<StackConfig, "pullRequests">,
): string[] {
    return Object.entries(environments)
        .filter(([name, { writeBack }]) =>
            name === stack ? config.pullRequests !== undefined : writeBack === "pullRequest",
        )
        .map(([name]) => name);
}
