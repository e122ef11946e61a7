import { checkConfig, type CheckedConfig } from "../../stacks/config/checkConfig";
import { isKeyName, isSecret } from "../../stacks/config/configKeys";
import type { Problem } from "../../stacks/config/problem";
import type { Environment } from "../../stacks/environment";
import { environmentFor, environments } from "../../stacks/environments";

/** A value as the stack file has it: structured ones are handed over as JSON. */
export type Given = Readonly<Record<string, string | number | boolean | object>>;

/** The least configuration that is valid. */
export const LEAST: Given = { githubOwner: "acme", githubToken: "ghp_token" };

/** The settings of a stack that joins another one's repository and Argo CD. */
export const JOINING: Given = { repositoryMode: "join", argoCdInstall: false };

export interface CheckOptions {
    readonly stack?: string;
    readonly environment?: Environment;
    /** Secrets are kept as such unless named here. */
    readonly plain?: readonly string[];
}

/** What the checks say of `LEAST` with the given values. */
export function check(given: Given, options: CheckOptions = {}): CheckedConfig {
    const stack = options.stack ?? "dev";
    const values = Object.fromEntries(
        Object.entries({ ...LEAST, ...given }).map(([key, value]) => [key, asText(value)]),
    );
    const secretKeys = Object.keys(values).filter(
        (key) => isKeyName(key) && isSecret(key) && !(options.plain ?? []).includes(key),
    );
    return checkConfig(
        {
            stack,
            values,
            secretKeys: new Set(secretKeys),
        },
        options.environment ?? environmentFor(stack),
        Object.keys(environments),
    );
}

/** The problems of `check`. */
export function problemsOf(given: Given, options?: CheckOptions): readonly Problem[] {
    return check(given, options).problems;
}

function asText(value: Given[string]): string {
    return typeof value === "object" ? JSON.stringify(value) : String(value);
}
