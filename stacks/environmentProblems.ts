import type { Problem } from "./config/problem";

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
