import * as github from "@pulumi/github";
import * as pulumi from "@pulumi/pulumi";

import { BRANCH_RULESETS, exemptions, type UpdaterIdentity } from "./branchRulesets";
import type { GuardsLookup } from "./guardsLookup";
import { MERGE_METHODS, type MergeMethod } from "./manifests/mergeMethods";

/** What holds on the default branch, and for whom. */
export interface BranchRulesArgs {
    /** The repository whose branch it is. */
    readonly repository: {
        /** Waiting for it is waiting for the repository. */
        readonly name: pulumi.Output<string>;
        /** The same name, known at once. */
        readonly plainName: string;
        /** Set if the repository goes with the stack, and takes its rules along. */
        readonly deletedWith: github.Repository | undefined;
    };
    /** Absent: there are no rules. */
    readonly rules?: {
        /** Approvals that a pull request needs, 0 to 10; absent: no pull request is needed. */
        readonly approvals?: number;
        /** Names of checks that have to pass. */
        readonly checks: readonly string[];
    };
    /** Whether an owner of changed files is among those who have to approve. */
    readonly hasCodeOwners: boolean;
    /** How pull requests may be merged; in every way if absent. */
    readonly mergeMethods?: readonly MergeMethod[];
    /** As whom the updater writes. */
    readonly updater: UpdaterIdentity;
    /** Whether the repository is new and private: some plans have no rules for those. */
    readonly mayBeRefused: boolean;
    /** What GitHub has already. */
    readonly found: Pick<GuardsLookup, "unknownRulesets">;
}

/**
 * What holds on the default branch. It comes after the files, which are commits.
 *
 * There are two rulesets, because who is exempt from one is exempt from all that is in it: the
 * updater has to commit without a review, and need never rewrite or delete the branch.
 */
export class BranchRules extends pulumi.ComponentResource {
    constructor(name: string, args: BranchRulesArgs, opts: pulumi.ComponentResourceOptions) {
        super("argocd-image-drift:index:BranchRules", name, {}, opts);

        const { rules } = args;
        if (rules) {
            warnOfPlan(this, args);
            const history = { deletion: true, nonFastForward: true };
            makeRuleset(this, `${name}-history`, args, BRANCH_RULESETS.history, history, []);
            const { approvals, checks } = rules;
            if (approvals !== undefined || checks.length > 0) {
                makeRuleset(
                    this,
                    `${name}-reviews`,
                    args,
                    BRANCH_RULESETS.reviews,
                    {
                        ...(approvals !== undefined && { pullRequest: review(approvals, args) }),
                        ...(checks.length > 0 && { requiredStatusChecks: required(checks) }),
                    },
                    exemptions(args.updater),
                );
            }
        }
        this.registerOutputs({});
    }
}

function warnOfPlan(component: BranchRules, args: BranchRulesArgs): void {
    if (args.mayBeRefused) {
        void pulumi.log.warn(
            `GitHub has rules for branches of a private repository with GitHub Pro, Team or ` +
                `Enterprise only. If it refuses them ("Upgrade to GitHub Pro"): ` +
                `pulumi config set branchRules false.`,
            component,
        );
    }
}

function review(
    requiredApprovingReviewCount: number,
    { hasCodeOwners, mergeMethods = MERGE_METHODS }: BranchRulesArgs,
): github.types.input.RepositoryRulesetRulesPullRequest {
    return {
        requiredApprovingReviewCount,
        requireCodeOwnerReview: hasCodeOwners,
        // In GitHub's order: it answers in that, and another one would be a change at each `up`.
        allowedMergeMethods: MERGE_METHODS.filter((method) => mergeMethods.includes(method)),
    };
}

function required(
    checks: readonly string[],
): github.types.input.RepositoryRulesetRulesRequiredStatusChecks {
    return { requiredChecks: checks.map((context) => ({ context })) };
}

function makeRuleset(
    parent: BranchRules,
    resource: string,
    { repository, found }: BranchRulesArgs,
    name: string,
    rules: github.types.input.RepositoryRulesetRules,
    bypassActors: ReturnType<typeof exemptions>,
): void {
    // A run that was killed after GitHub's answer left one that the state does not have.
    const orphan = found.unknownRulesets.find((ruleset) => ruleset.name === name);
    new github.RepositoryRuleset(
        resource,
        {
            repository: repository.name,
            name,
            target: "branch",
            enforcement: "active",
            // Left out, an empty list of exceptions reads as a change.
            conditions: { refName: { includes: ["~DEFAULT_BRANCH"], excludes: [] } },
            bypassActors,
            rules,
        },
        {
            parent,
            ...(orphan && { import: `${repository.plainName}:${orphan.id}` }),
            ...(repository.deletedWith && { deletedWith: repository.deletedWith }),
        },
    );
}
