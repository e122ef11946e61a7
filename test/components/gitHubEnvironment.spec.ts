import assert from "node:assert/strict";

import { repositoryDescription } from "../../components/repositoryDescription";
import { type ProgramOptions, runProgram } from "../support/program";
import type { Registry } from "../support/registry";
import { restCalls } from "../support/restApi";

const ENVIRONMENT = "github:index/repositoryEnvironment:RepositoryEnvironment";
const POLICY =
    "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy";
const ON = { githubEnvironment: "true" };
const THERE = { repository: { description: repositoryDescription("letsgo-app") } };
const REVIEWERS = { deploymentReviewers: '["@alice", "@Letsgo/operators", "@bob"]' };
const PEOPLE = {
    "users/alice": { id: 11, type: "User" },
    "users/bob": { id: 12, type: "User" },
    "users/acme": { id: 13, type: "Organization" },
    "orgs/Letsgo/teams/operators": { id: 21 },
};

function environmentsOf(registry: Registry): string[] {
    return registry.list().filter((line) => line.includes("Environment"));
}

/** What GitHub was asked of environments and reviewers. */
function questions(registry: Registry): string[] {
    return registry.calls
        .map(({ inputs }) => String(inputs["endpoint"]))
        .filter((endpoint) => /^users\/|\/teams\/|\/environments\//.test(endpoint))
        .sort();
}

describe("GitHubEnvironment", () => {
    it("is not made, nor asked for, unless it is configured", async () => {
        for (const stack of ["dev", "prod"]) {
            const { registry } = await runProgram(stack);
            assert.deepEqual(environmentsOf(registry), []);
            assert.deepEqual(questions(registry), []);
        }
    });

    for (const [stack, overlay] of [
        ["dev", "development"],
        ["staging", "staging"],
        ["prod", "production"],
    ] as const) {
        it(`${stack}: has the overlay's name, and takes the default branch`, async () => {
            const { registry } = await runProgram(stack, ON, { calls: restCalls({ answers: {} }) });
            assert.deepEqual(registry.get(ENVIRONMENT, "github-environment").inputs, {
                repository: "letsgo-gitops",
                environment: overlay,
                canAdminsBypass: true,
                deploymentBranchPolicy: { protectedBranches: false, customBranchPolicies: true },
            });
            assert.deepEqual(registry.get(POLICY, "github-environment-branch").inputs, {
                repository: "letsgo-gitops",
                environment: overlay,
                branchPattern: "main",
            });
            // Only the stack that makes the repository can let it go with it.
            assert.equal(
                registry.optionsOf(ENVIRONMENT, "github-environment").deletedWith,
                undefined,
            );
        });
    }

    it("goes with a repository that goes, and its policy with it", async () => {
        const { registry } = await runProgram("dev", { ...ON, repositoryDeleteOnDestroy: "true" });
        assert.ok(registry.optionsOf(ENVIRONMENT, "github-environment").deletedWith);
        assert.ok(registry.optionsOf(POLICY, "github-environment-branch").deletedWith);
    });

    it("has reviewers, by number; each is asked for once", async () => {
        const calls = restCalls({ answers: PEOPLE });
        const { registry } = await runProgram("prod", { ...ON, ...REVIEWERS }, { calls });
        const { inputs } = registry.get(ENVIRONMENT, "github-environment");
        assert.deepEqual(inputs["reviewers"], [{ users: [11, 12], teams: [21] }]);
        assert.deepEqual(questions(registry), [
            "orgs/Letsgo/teams/operators",
            "repos/Letsgo/letsgo-gitops/environments/production",
            "users/alice",
            "users/bob",
        ]);
    });

    async function refusal(
        config: Record<string, string>,
        options: ProgramOptions,
    ): Promise<string> {
        const made: Registry[] = [];
        let message = "";
        await assert.rejects(
            runProgram(
                "dev",
                { ...ON, ...config },
                { ...options, installed: (registry) => made.push(registry) },
            ),
            (error: Error) => {
                ({ message } = error);
                return true;
            },
        );
        assert.deepEqual(made[0]?.list(), ["kubernetes:core/v1:Namespace cluster-answers"]);
        return message;
    }

    it("names the reviewers that GitHub does not know, before anything is made", async () => {
        const deploymentReviewers = '["@alice", "@carol", "@Letsgo/nobody", "@acme"]';
        const calls = restCalls({ answers: PEOPLE });
        assert.match(
            await refusal({ deploymentReviewers }, { calls }),
            /GitHub knows no @carol, no @Letsgo\/nobody, no @acme, or does not show it/,
        );
    });

    it("is never taken over: somebody's reviewers and secrets would be lost", async () => {
        const endpoint = "repos/Letsgo/letsgo-gitops/environments/development";
        const answers = { [endpoint]: { id: 1, name: "development" } };
        assert.match(
            await refusal({}, { gitHub: THERE, calls: restCalls({ answers }) }),
            /has an environment development that this stack has not made[^]*gh api --method DELETE repos\/Letsgo\/letsgo-gitops\/environments\/development/,
        );
        const state = [{ type: ENVIRONMENT, outputs: { environment: "development" } }];
        const { registry } = await runProgram("dev", ON, {
            gitHub: THERE,
            calls: restCalls({ answers, state }),
        });
        assert.equal(environmentsOf(registry).length, 2);
    });
});
