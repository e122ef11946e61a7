import { z } from "zod";

import { MERGE_METHODS, type MergeMethod } from "../../../components/manifests/mergeMethods";
import { account, ACCOUNT_ALLOWED, CODE_OWNER_ALLOWED, codeOwner } from "../accounts";
import { key } from "../key";
import { flag, listOf, wholeNumber } from "../structured";

/** Settings of a repository that this stack creates; without a key they are the people's. */
export const repositorySettingKeys = {
    repositoryTopics: key<string[]>({
        description: "Topics of a repository that this stack creates.",
        allowed: "a list of at most 20 topics: lower-case letters, digits and hyphens",
        default: "those that people set on GitHub",
        example: { path: "[0]", value: "gitops" },
        fields: { "*": { allowed: "lower-case letters, digits and hyphens", example: "gitops" } },
        schema: listOf(
            "topics",
            z
                .string("is not text")
                .regex(/^[a-z0-9][a-z0-9-]{0,49}$/, "is no topic (lower case, at most 50)"),
            { most: 20 },
        ),
    }),
    mergeMethods: key<MergeMethod[]>({
        description: "How pull requests may be merged in a repository that this stack creates.",
        allowed: "a list of merge, squash and rebase",
        default: "what people set on GitHub: at first all three",
        example: { path: "[0]", value: "squash" },
        fields: { "*": { allowed: MERGE_METHODS.join(", "), example: "squash" } },
        schema: listOf("merge methods", z.enum(MERGE_METHODS, "is no merge method"), { least: 1 }),
    }),
    vulnerabilityAlerts: key<boolean>({
        description:
            "Whether Dependabot alerts of vulnerable dependencies in a repository that this stack " +
            "creates.",
        allowed: "true or false",
        default: "what people set on GitHub",
        example: { value: "true" },
        schema: flag,
    }),
};

/** Who has to agree before something changes. */
export const reviewKeys = {
    branchRules: key<boolean>({
        description:
            "Whether the default branch can be neither deleted nor rewritten, by anybody. GitHub " +
            "has no rules for private repositories of free accounts.",
        allowed: "true or false",
        default: "false",
        example: { value: "true" },
        schema: flag,
    }),
    requiredApprovals: key<number>({
        description:
            "With `branchRules`: changes of the default branch need a pull request, approved by so " +
            "many. Administrators and the updater are exempt.",
        allowed: "a whole number from 0 to 10",
        default: "none: no pull request is needed",
        example: { value: "1" },
        schema: wholeNumber(0, 10),
    }),
    requiredChecks: key<string[]>({
        description:
            "With `branchRules`: checks that have to pass before the default branch changes. " +
            "Administrators and the updater are exempt.",
        allowed: "a list of names of checks, as a pull request shows them",
        default: "none",
        example: { path: "[0]", value: "Overlays" },
        fields: { "*": { allowed: "the name of a check", example: "Overlays" } },
        schema: listOf(
            "names of checks",
            z
                .string("is not text")
                .regex(/^\S(.*\S)?$/, "is empty, or begins or ends with a space")
                .max(255, "is longer than 255 characters"),
        ),
    }),
    codeOwners: key<string[]>({
        description:
            "Who is asked to review changes of production's overlay: brings " +
            "`.github/CODEOWNERS`. With `requiredApprovals`, one of them has to approve.",
        allowed: `a list of ${CODE_OWNER_ALLOWED}`,
        default: "none: no such file",
        example: { path: "[0]", value: "@acme/operators" },
        fields: { "*": { allowed: CODE_OWNER_ALLOWED, example: "@acme/operators" } },
        schema: listOf("code owners", codeOwner),
    }),
    githubEnvironment: key<boolean>({
        description:
            "Whether this stack makes an environment on GitHub, `development`, `staging` or " +
            "`production`, to which workflows deploy from the default branch only. Private " +
            "repositories need a paid plan.",
        allowed: "true or false",
        default: "false",
        example: { value: "true" },
        schema: flag,
    }),
    deploymentReviewers: key<string[]>({
        description:
            "With `githubEnvironment`: who has to agree before a workflow deploys to it, one of " +
            "them. Private repositories need GitHub Enterprise.",
        allowed: `a list of at most 6 of ${ACCOUNT_ALLOWED}`,
        default: "none",
        example: { path: "[0]", value: "@acme/operators" },
        fields: { "*": { allowed: ACCOUNT_ALLOWED, example: "@acme/operators" } },
        schema: listOf("users and teams", account, { most: 6 }),
    }),
};
