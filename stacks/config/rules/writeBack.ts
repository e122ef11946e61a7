import { removeCommand, setCommand } from "../command";
import { excess, type Facts, found, type Rule, settled } from "../facts";
import type { Problem } from "../problem";
import { signInWith } from "../signIn";
import { gitHost, servesGit } from "../urls";

/** A deploy key pushes branches, and nothing else: GitHub's API knows no such caller. */
export const pullRequestsNeedApi: Rule = (facts) =>
    opensPullRequests(facts) && settled(facts, "gitAuth", "deployKey") === "deployKey"
        ? [
              {
                  ...asked(facts),
                  reason: "contradicts gitAuth deployKey: a deploy key cannot open pull requests",
                  allowed: "direct, or gitAuth token or githubApp",
                  // What is given of a credential contradicts the deploy key, and is told to go.
                  fix: tokenFindsApi(facts)
                      ? signInWith("token", facts.stack, () => false)
                      : writeDirectly(facts),
              },
          ]
        : [];

/**
 * With a token the updater takes the API to be below `https://<host>/api/v3`, unless the host is
 * github.com. On *.ghe.com it is elsewhere, and the updater cannot be told.
 *
 * @see https://github.com/argoproj-labs/argocd-image-updater (pkg/argocd/pr_github.go)
 */
export const pullRequestsFindApi: Rule = (facts) => {
    const { gitAuth, githubBaseUrl } = facts.values;
    const host = gitHost(githubBaseUrl);
    return opensPullRequests(facts) && gitAuth === "token" && host.endsWith(".ghe.com")
        ? [
              {
                  ...asked(facts),
                  reason: `cannot be done with a token on ${host}: the updater would ask ${host}/api/v3`,
                  allowed: "direct, or gitAuth githubApp",
                  fix: writeDirectly(facts),
              },
          ]
        : [];
};

/** Without pull requests there is nothing to merge. */
export const autoMergeNeedsPullRequests: Rule = (facts) =>
    settled(facts, "writeBack", facts.environment.writeBack) === "direct"
        ? excess(
              facts,
              ["autoMerge"],
              "has no effect without writeBack pullRequest",
              "unset, or writeBack pullRequest",
          )
        : [];

/** The commands that end pull requests, and what only goes with them. */
export function writeDirectly(facts: Facts): string[] {
    const { stack, given } = facts;
    return [
        setCommand({ stack, key: "writeBack", value: "direct" }),
        ...(given.has("autoMerge") ? [removeCommand(stack, "autoMerge")] : []),
    ];
}

/** Whether the updater could push and open pull requests with a token. */
function tokenFindsApi({ values: { githubBaseUrl } }: Facts): boolean {
    return (
        githubBaseUrl === undefined ||
        (servesGit(githubBaseUrl) && !gitHost(githubBaseUrl).endsWith(".ghe.com"))
    );
}

export function opensPullRequests(facts: Facts): boolean {
    return settled(facts, "writeBack", facts.environment.writeBack) === "pullRequest";
}

/** Where pull requests are asked for: the key, or the environment's own data. */
function asked(facts: Facts): Pick<Problem, "key" | "value"> {
    return facts.given.has("writeBack")
        ? found(facts, "writeBack")
        : { key: `stacks/${facts.stack}.ts writeBack`, value: facts.environment.writeBack };
}
