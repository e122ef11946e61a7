import type * as github from "@pulumi/github";

import { codeOwnersToManage } from "./codeOwners";
import type { ManagedFiles } from "./foreignFiles";
import { type GuardsLookup, type GuardsLookupArgs, lookUpGuards } from "./guardsLookup";
import type { GitAddress } from "./instance";
import type { RepositoryFile } from "./manifests/model";
import { lookUpRepository, type RepositoryLookup } from "./repositoryLookup";
import type { RepositoryAccess } from "./tokenScopes";

/** What GitHub has before the program changes anything: reads only. */
export interface GitHubLookup {
    /** The repository and what is in it. */
    readonly repository: RepositoryLookup;
    /** Its rules, and who reviews deployments. */
    readonly guards: GuardsLookup;
    /** The file of code owners, unless somebody else has written one, or nobody is to own code. */
    readonly codeOwners?: RepositoryFile;
}

/** What is looked up, and what for. */
export interface GitHubLookupArgs {
    /** Where the repository is, or will be. */
    readonly address: GitAddress;
    /** Name of the application: the description of a repository of ours has it. */
    readonly appName: string;
    /** What the stack is going to do with the repository. */
    readonly repository: RepositoryAccess & {
        /** Absent if its default branch is to have no rules. */
        readonly branchRules?: object;
        /** Who reviews changes: `@alice`, `@acme/operators`. */
        readonly codeOwners: readonly string[];
    };
    /** Whether it is to have webhooks. */
    readonly hasWebhooks: boolean;
    /** The environment that GitHub is to have. */
    readonly environment?: GuardsLookupArgs["environment"];
    /** Overlays whose changes the code owners review. */
    readonly reviewedOverlays: readonly string[];
    /** Files that the stack is going to restore, where the default branch has that name. */
    readonly managed: ManagedFiles["files"];
    /** The stack in whose state things may be: `organization/project/stack`. */
    readonly stackReference: string;
}

/**
 * Looks up all of GitHub that the stack is going to touch, and thereby whether GitHub would refuse
 * it: before anything is made. What is not configured is not asked for.
 *
 * @throws RunError as `lookUpRepository` and `lookUpGuards` do
 */
export async function lookUpGitHub(
    args: GitHubLookupArgs,
    provider: github.Provider,
): Promise<GitHubLookup> {
    const { address, environment, stackReference } = args;
    const { branchRules, codeOwners } = args.repository;
    const repository = await lookUpRepository(
        {
            ...address,
            appName: args.appName,
            access: args.repository,
            managed: { files: args.managed, stackReference },
            ...(args.hasWebhooks && { webhooksOf: stackReference }),
        },
        provider,
    );
    const { exists } = repository;
    const hasRules = branchRules !== undefined;
    const [guards, owners] = await Promise.all([
        lookUpGuards(
            { ...address, exists, hasRules, stackReference, ...(environment && { environment }) },
            provider,
        ),
        codeOwnersToManage(codeOwners, args.reviewedOverlays, repository),
    ]);
    return { repository, guards, ...(owners && { codeOwners: owners }) };
}
