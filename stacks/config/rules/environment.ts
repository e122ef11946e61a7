import { constraintFault } from "../constraint";
import type { Rule } from "../facts";
import type { Problem } from "../problem";
import { allowTagsFault } from "../regularExpression";

/** The environment's own data: written by hand, and handed to the updater as it is. */
export const environmentIsSound: Rule = ({ environment, stack }) => {
    const { allowTags, constraint, strategy } = environment.update;
    const file = `stacks/${stack}.ts`;
    const problem = (field: string, value: unknown, reason: string, allowed: string): Problem => ({
        key: `${file} ${field}`,
        value,
        reason,
        allowed,
        fix: [`edit ${field} in ${file}`],
    });
    const tags = allowTagsFault(allowTags);
    const range = constraint === undefined ? undefined : constraintFault(constraint);
    return [
        ...(tags === undefined
            ? []
            : [
                  problem(
                      "update.allowTags",
                      allowTags,
                      tags,
                      "any, or regexp:<expression in Go's syntax, without look-around>",
                  ),
              ]),
        ...(range === undefined
            ? []
            : [problem("update.constraint", constraint, range, "a constraint such as ^1.0")]),
        ...((strategy === "semver") === (constraint !== undefined)
            ? []
            : [
                  problem(
                      "update.constraint",
                      constraint,
                      strategy === "semver" ? "is missing" : `contradicts strategy ${strategy}`,
                      "a constraint with strategy semver, and only there",
                  ),
              ]),
        ...(Number.isInteger(environment.replicas) && environment.replicas >= 1
            ? []
            : [
                  problem(
                      "replicas",
                      environment.replicas,
                      "is no number of pods",
                      "a whole number from 1",
                  ),
              ]),
    ];
};
