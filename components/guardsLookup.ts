import * as github from "@pulumi/github";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

import { BRANCH_RULESETS } from "./branchRulesets";
import { ask, statusOf } from "./gitHubAnswers";
import { resourcesInState } from "./stateLookup";

/** A ruleset of one of our names that the stack's state does not know. */
export interface UnknownRuleset {
    /** GitHub's number of it. */
    readonly id: number;
    /** Its name on GitHub. */
    readonly name: string;
}

/** Identifiers, on GitHub, of who may agree to a deployment. */
export interface Reviewers {
    /** Numbers of users. */
    readonly users: readonly number[];
    /** Numbers of teams. */
    readonly teams: readonly number[];
}

/** What GitHub has already of what guards a repository: reads only. */
export interface GuardsLookup {
    /** Rulesets of our names that the state lacks: to be imported. */
    readonly unknownRulesets: readonly UnknownRuleset[];
    /** The reviewers that were asked for. */
    readonly reviewers: Reviewers;
}

/** What is going to guard the repository, and what is to be looked up for it. */
export interface GuardsLookupArgs {
    /** GitHub's host. */
    readonly host: string;
    /** User or organisation. */
    readonly owner: string;
    /** Name of the repository. */
    readonly name: string;
    /** Whether the repository is there. */
    readonly exists: boolean;
    /** Whether its default branch is to have rules. */
    readonly hasRules: boolean;
    /** The environment that GitHub is to have. */
    readonly environment?: {
        /** Its name: `production`. */
        readonly name: string;
        /** Who has to agree to deployments: `@alice`, `@acme/operators` */
        readonly reviewers: readonly string[];
    };
    /** The stack in whose state things may be: `organization/project/stack`. */
    readonly stackReference: string;
}

/**
 * Looks up what the rules and the environment need to be made, and whether GitHub would refuse
 * them: before anything is made. What is not configured is not asked for.
 *
 * @throws RunError if the account's plan has no rules, if the environment is somebody's, or if a
 *     reviewer is not found.
 */
export async function lookUpGuards(
    args: GuardsLookupArgs,
    provider: github.Provider,
): Promise<GuardsLookup> {
    const { exists, hasRules, environment } = args;
    const [unknownRulesets, reviewers] = await Promise.all([
        exists && hasRules ? lookUpRulesets(args, provider) : [],
        lookUpReviewers(environment?.reviewers ?? [], args, provider),
        exists && environment ? refuseForeign(environment.name, args, provider) : undefined,
    ]);
    return { unknownRulesets, reviewers };
}

const rulesets = z.array(z.object({ id: z.number(), name: z.string() }));

/** As with webhooks, what is in the state already must not be imported. */
async function lookUpRulesets(
    { host, owner, name, stackReference }: GuardsLookupArgs,
    provider: github.Provider,
): Promise<UnknownRuleset[]> {
    const endpoint = `repos/${owner}/${name}/rulesets?includes_parents=false&per_page=100`;
    const what = `list the rules of ${owner}/${name}`;
    const { code, body } = await ask({ what, host, permission: "Metadata: read" }, () =>
        github.getRestApi({ endpoint }, { provider }).catch((error: unknown) => {
            throw statusOf(error) === 403 ? noRules(`${owner}/${name}`, error) : error;
        }),
    );
    const ours = (code === 200 ? rulesets.parse(JSON.parse(body)) : []).filter((ruleset) =>
        Object.values(BRANCH_RULESETS).some((known) => known === ruleset.name),
    );
    const state =
        ours.length === 0
            ? undefined
            : await resourcesInState(
                  stackReference,
                  "github:index/repositoryRuleset:RepositoryRuleset",
              );
    return state === undefined
        ? []
        : ours.filter(({ id }) => !state.some(({ rulesetId }) => rulesetId === id));
}

function noRules(repository: string, error: unknown): pulumi.RunError {
    const [, words = ""] = /: 403 (.*?)(?: \[\])?$/m.exec(String(error)) ?? [];
    return new pulumi.RunError(
        `GitHub refuses rules for branches of ${repository}: ${words}\n` +
            `  A private repository has them with GitHub Pro, Team or Enterprise, a public one with ` +
            `any plan;\n  and the token needs the scope repo, or Administration: write.\n` +
            `  To go on without: pulumi config set branchRules false`,
    );
}

/** An environment's secrets and reviewers would be replaced, and go with the stack. */
async function refuseForeign(
    environment: string,
    { host, owner, name, stackReference }: GuardsLookupArgs,
    provider: github.Provider,
): Promise<void> {
    const endpoint = `repos/${owner}/${name}/environments/${environment}`;
    const what = `show the environment ${environment} of ${owner}/${name}`;
    const { code } = await ask({ what, host, permission: "Actions: read" }, () =>
        github.getRestApi({ endpoint }, { provider }),
    );
    const state =
        code === 200
            ? await resourcesInState(
                  stackReference,
                  "github:index/repositoryEnvironment:RepositoryEnvironment",
              )
            : undefined;
    if (state?.every((known) => known["environment"] !== environment)) {
        throw new pulumi.RunError(
            `The repository ${owner}/${name} has an environment ${environment} that this stack has ` +
                `not made, or of which an interrupted run has told it nothing.\n` +
                `  To keep it as it is: pulumi config set githubEnvironment false\n` +
                `  To delete it, its secrets too: gh api --method DELETE ${endpoint}`,
        );
    }
}

const account = z.object({ id: z.number(), type: z.string().optional() });

async function lookUpReviewers(
    reviewers: readonly string[],
    { host }: GuardsLookupArgs,
    provider: github.Provider,
): Promise<Reviewers> {
    const found = await Promise.all(
        reviewers.map(async (reviewer) => {
            const [login = "", team] = reviewer.slice(1).split("/");
            const endpoint = team === undefined ? `users/${login}` : `orgs/${login}/teams/${team}`;
            const question = { what: `show ${reviewer}`, host, permission: "Members: read" };
            const { code, body } = await ask(question, () =>
                github.getRestApi({ endpoint }, { provider }),
            );
            const { id, type } = code === 200 ? account.parse(JSON.parse(body)) : {};
            // An organisation is found among the users, and cannot review.
            const isReviewer = team !== undefined || type === "User";
            return { reviewer, isTeam: team !== undefined, id: isReviewer ? id : undefined };
        }),
    );
    const missing = found.filter(({ id }) => id === undefined).map(({ reviewer }) => reviewer);
    if (missing.length > 0) {
        throw new pulumi.RunError(
            `GitHub knows no ${missing.join(", no ")}, or does not show it to this token, which ` +
                `needs the scope read:org (Members: read) for teams. ` +
                `Put it right in deploymentReviewers.`,
        );
    }
    const ids = (teams: boolean) =>
        found.flatMap(({ isTeam, id }) => (isTeam === teams && id !== undefined ? [id] : []));
    return { users: ids(false), teams: ids(true) };
}
