import * as github from "@pulumi/github";
import * as pulumi from "@pulumi/pulumi";

import type { Reviewers } from "./guardsLookup";

/** Which environment, and who guards it. */
export interface GitHubEnvironmentArgs {
    /** The repository it belongs to. */
    readonly repository: {
        /** Waiting for it is waiting for the repository. */
        readonly name: pulumi.Output<string>;
        /** The default branch. */
        readonly branch: pulumi.Output<string>;
        /** Set if the repository goes with the stack, and takes its environments along. */
        readonly deletedWith: github.Repository | undefined;
    };
    /** Its name, or none is made. */
    readonly environment: string | undefined;
    /** One of them has to agree to a deployment; nobody has to, if there are none. At most 6. */
    readonly reviewers: Reviewers;
}

/**
 * The environment on GitHub: what a workflow with `environment: production` has to pass. Deployed
 * to it is the default branch, and nothing else.
 */
export class GitHubEnvironment extends pulumi.ComponentResource {
    constructor(name: string, args: GitHubEnvironmentArgs, opts: pulumi.ComponentResourceOptions) {
        super("argocd-image-drift:index:GitHubEnvironment", name, {}, opts);

        const { repository, environment, reviewers } = args;
        if (environment !== undefined) {
            const { users, teams } = reviewers;
            const made = new github.RepositoryEnvironment(
                name,
                {
                    repository: repository.name,
                    environment,
                    canAdminsBypass: true,
                    // "Branches with protection rules" would be all as long as none has any.
                    deploymentBranchPolicy: {
                        protectedBranches: false,
                        customBranchPolicies: true,
                    },
                    ...(users.length + teams.length > 0 && {
                        reviewers: [{ users: [...users], teams: [...teams] }],
                    }),
                },
                {
                    parent: this,
                    ...(repository.deletedWith && { deletedWith: repository.deletedWith }),
                },
            );
            new github.RepositoryEnvironmentDeploymentPolicy(
                `${name}-branch`,
                {
                    repository: repository.name,
                    environment: made.environment,
                    branchPattern: repository.branch,
                },
                { parent: this, deletedWith: made },
            );
        }
        this.registerOutputs({});
    }
}
