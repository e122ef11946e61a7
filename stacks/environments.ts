import { RunError } from "@pulumi/pulumi/errors";

import { dev } from "./dev";
import type { Environment } from "./environment";
import { prod } from "./prod";
import { staging } from "./staging";

/** Every environment by the name of its stack. */
export const environments: Readonly<Record<string, Environment>> = { dev, staging, prod };

/** Overlays that are the code owners' to review. */
export function reviewedOverlays(): string[] {
    return Object.values(environments)
        .filter(({ isReviewed }) => isReviewed)
        .map(({ overlay }) => overlay);
}

/**
 * What the stack's environment means.
 *
 * @throws RunError naming the known stacks if there is no such environment.
 */
export function environmentFor(stack: string): Environment {
    const environment = Object.hasOwn(environments, stack) ? environments[stack] : undefined;
    if (environment === undefined) {
        throw new RunError(
            [
                `There is no environment for the stack "${stack}". Known: ${Object.keys(environments).join(", ")}.`,
                `  Use one of them: pulumi stack select dev`,
                `  Or add one: write stacks/${stack}.ts in the manner of stacks/dev.ts, list it in`,
                `  stacks/environments.ts and give it a Pulumi.${stack}.yaml.`,
            ].join("\n"),
        );
    }
    return environment;
}
