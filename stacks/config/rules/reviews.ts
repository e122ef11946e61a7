import { organizationOf } from "../accounts";
import { removeCommand, setCommand } from "../command";
import { excess, type Facts, type Rule, settled } from "../facts";
import type { Problem } from "../problem";

/** Approvals and checks are rules of the default branch. */
export const rulesTogether: Rule = (facts) =>
    settled(facts, "branchRules", false) === false &&
    settled(facts, "repositoryMode", "create") !== "join"
        ? excess(
              facts,
              ["requiredApprovals", "requiredChecks"],
              "has no effect without branchRules true",
              "unset, or branchRules true",
          )
        : [];

/** Reviewers belong to an environment on GitHub. */
export const reviewersHaveEnvironment: Rule = (facts) =>
    settled(facts, "githubEnvironment", false) === false
        ? excess(
              facts,
              ["deploymentReviewers"],
              "has no effect without githubEnvironment true",
              "unset, or githubEnvironment true",
          )
        : [];

/** A repository's teams are those of the organisation that owns it. */
export const teamsOfOwner: Rule = (facts) =>
    (["codeOwners", "deploymentReviewers"] as const).flatMap((name) =>
        (facts.values[name] ?? []).flatMap((entry, index) =>
            foreignTeam(facts, name, index, entry),
        ),
    );

function foreignTeam(
    facts: Facts,
    name: "codeOwners" | "deploymentReviewers",
    index: number,
    entry: string,
): Problem[] {
    const key = `${name}[${index}]`;
    const { githubOwner: owner } = facts.values;
    const organization = organizationOf(entry);
    if (
        owner === undefined ||
        organization === undefined ||
        organization.toLowerCase() === owner.toLowerCase()
    ) {
        return [];
    }
    const own = entry.replace(organization, owner);
    return [
        {
            key,
            value: entry,
            reason: `is a team of another organisation than ${owner}, which owns the repository`,
            allowed: `a user, or a team as ${own}`,
            fix: [
                facts.values[name]?.includes(own) === true
                    ? removeCommand(facts.stack, key)
                    : setCommand({ stack: facts.stack, key, value: own }),
            ],
        },
    ];
}
