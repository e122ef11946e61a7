import * as pulumi from "@pulumi/pulumi";

import type { Source } from "./config/parse";
import type { Problem } from "./config/problem";

// The SDK has this function at run time and keeps it out of its types; there is no other way to
// learn which values the engine decrypted. A test holds that it is there.
declare module "@pulumi/pulumi/runtime/config" {
    export function isConfigSecret(key: string): boolean;
}

/** The stack's configuration in the project's namespace, as the engine hands it over. */
export function engineConfig(stack: string): Source {
    const prefix = `${pulumi.getProject()}:`;
    const entries = Object.entries(pulumi.runtime.allConfig())
        .filter(([key]) => key.startsWith(prefix))
        .map(([key, value]) => [key.slice(prefix.length), value] as const);
    return {
        stack,
        values: Object.fromEntries(entries),
        secretKeys: new Set(
            entries
                .map(([key]) => key)
                .filter((key) => pulumi.runtime.isConfigSecret(`${prefix}${key}`)),
        ),
    };
}

const PROVIDER_KEYS: Readonly<Record<string, string>> = {
    github: "githubOwner, githubToken and githubBaseUrl",
    kubernetes: "kubeconfig and kubeContext",
};

/** Keys of providers: they have no effect, because every provider is an explicit one. */
export function providerProblems(stack: string): Problem[] {
    return Object.keys(pulumi.runtime.allConfig()).flatMap((key): Problem[] => {
        const instead = PROVIDER_KEYS[key.split(":")[0] ?? ""];
        return instead === undefined
            ? []
            : [
                  {
                      key,
                      reason: "has no effect: the program makes its providers itself",
                      allowed: instead,
                      fix: [`pulumi config rm --stack ${stack} ${key}`],
                  },
              ];
    });
}

/** Variables that the GitHub provider prefers to the owner it is told. */
const OWNER_VARIABLES = ["GITHUB_OWNER", "GITHUB_ORGANIZATION"] as const;

/** Variables that together make the GitHub provider an App, whatever token it is told. */
const APP_VARIABLES = ["GITHUB_APP_ID", "GITHUB_APP_INSTALLATION_ID", "GITHUB_APP_PEM_FILE"];

/**
 * Variables of the caller's environment that would send the repository to another owner than the
 * configured one, or have it made by somebody else than the configured token's user.
 *
 * @see https://github.com/integrations/terraform-provider-github (provider.go, configuration)
 */
export function environmentProblems(
    owner: string | undefined,
    environment: NodeJS.ProcessEnv = process.env,
): Problem[] {
    return [...ownerProblems(owner, environment), ...appProblems(environment)];
}

function ownerProblems(owner: string | undefined, environment: NodeJS.ProcessEnv): Problem[] {
    return OWNER_VARIABLES.flatMap((name): Problem[] => {
        const value = environment[name] ?? "";
        return owner === undefined || value === "" || value.toLowerCase() === owner.toLowerCase()
            ? []
            : [
                  {
                      key: name,
                      value,
                      reason: "is set in the environment, and GitHub's provider prefers it to githubOwner",
                      allowed: `unset, or ${owner}`,
                      fix: [`unset ${name}`],
                  },
              ];
    });
}

function appProblems(environment: NodeJS.ProcessEnv): Problem[] {
    return APP_VARIABLES.every((name) => environment[name])
        ? [
              {
                  key: APP_VARIABLES.join(", "),
                  reason:
                      "are all set in the environment, and GitHub's provider prefers that App to " +
                      "the token in githubToken",
                  allowed: "at least one of them unset",
                  fix: [`unset ${APP_VARIABLES.join(" ")}`],
              },
          ]
        : [];
}
