/** Every kind of GitHub resource that the project registers, and the invokes it makes. */
import * as github from "@pulumi/github";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
/** Changed between two runs: everything that can be updated in place follows it. */
const generation = config.requireNumber("generation");
const provider = new github.Provider("github", {
    baseUrl: config.require("baseUrl"),
    owner: config.require("owner"),
    token: config.requireSecret("token"),
    // Version 6.6 of the Terraform provider refuses 0.
    writeDelayMs: 1,
    maxRetries: 0,
});
const options = { provider };

const repository = new github.Repository(
    "repository",
    {
        name: "letsgo-app",
        description: `generation ${generation}`,
        visibility: "private",
        autoInit: true,
        hasIssues: true,
        // oxlint-disable-next-line typescript/no-deprecated -- what follows it is not in version 6.6
        vulnerabilityAlerts: true,
        topics: ["argocd", "gitops"],
        allowMergeCommit: false,
        allowSquashMerge: true,
        allowRebaseMerge: generation === 1,
    },
    options,
);
const files = Array.from({ length: 10 }, (_, index) => {
    return new github.RepositoryFile(
        `file-${index}`,
        {
            repository: repository.name,
            branch: "main",
            // The first one is there already: autoInit makes it.
            file: index === 0 ? "README.md" : `manifests/base/file-${index}.yaml`,
            content: `number: ${index}\ngeneration: ${generation}\n`,
            commitMessage: `Write file ${index}`,
            commitAuthor: "image-drift",
            commitEmail: "image-drift@example.com",
            overwriteOnCreate: true,
        },
        options,
    );
});
for (const access of ["read", "write"]) {
    new github.RepositoryDeployKey(
        access,
        {
            repository: repository.name,
            title: `letsgo-app-dev-${access}`,
            key: config.require(`${access}Key`),
            readOnly: access === "read",
        },
        options,
    );
}
new github.RepositoryWebhook(
    "hook",
    {
        repository: repository.name,
        events: ["push"],
        configuration: {
            url: config.require("hookUrl"),
            contentType: "json",
            insecureSsl: false,
            secret: pulumi.secret(`hook-secret-${generation}`),
        },
    },
    options,
);
new github.ActionsSecret(
    "secret",
    {
        repository: repository.name,
        secretName: "REGISTRY_PASSWORD",
        value: pulumi.secret(`password-${generation}`),
    },
    options,
);
new github.ActionsVariable(
    "variable",
    { repository: repository.name, variableName: "REGISTRY", value: `registry-${generation}` },
    options,
);
const environment = new github.RepositoryEnvironment(
    "environment",
    { repository: repository.name, environment: "development", waitTimer: generation },
    options,
);
new github.ActionsEnvironmentSecret(
    "environment-secret",
    {
        repository: repository.name,
        environment: environment.environment,
        secretName: "TOKEN",
        ...byOlderName("environment-token"),
    },
    options,
);
new github.ActionsEnvironmentVariable(
    "environment-variable",
    {
        repository: repository.name,
        environment: environment.environment,
        variableName: "GENERATION",
        value: String(generation),
    },
    options,
);
new github.RepositoryRuleset(
    "ruleset",
    {
        name: "main",
        repository: repository.name,
        target: "branch",
        enforcement: generation === 1 ? "active" : "disabled",
        conditions: { refName: { includes: ["~DEFAULT_BRANCH"], excludes: [] } },
        rules: { deletion: true, nonFastForward: true },
    },
    { ...options, dependsOn: files },
);
new github.RepositoryRuleset(
    "reviews",
    {
        name: "reviews",
        repository: repository.name,
        target: "branch",
        enforcement: "active",
        conditions: { refName: { includes: ["~DEFAULT_BRANCH"], excludes: [] } },
        bypassActors: [
            { actorType: "Integration", actorId: 12345, bypassMode: "always" },
            { actorType: "RepositoryRole", actorId: 5, bypassMode: "always" },
            { actorType: "DeployKey", bypassMode: "always" },
        ],
        rules: {
            pullRequest: {
                requiredApprovingReviewCount: generation,
                requireCodeOwnerReview: true,
                allowedMergeMethods: ["merge", "squash"],
            },
            requiredStatusChecks: { requiredChecks: [{ context: "overlays" }] },
        },
    },
    { ...options, dependsOn: files },
);
const production = new github.RepositoryEnvironment(
    "production",
    {
        repository: repository.name,
        environment: "production",
        canAdminsBypass: true,
        deploymentBranchPolicy: { protectedBranches: false, customBranchPolicies: true },
        reviewers: [{ users: [config.requireNumber("reviewer")], teams: [] }],
    },
    options,
);
new github.RepositoryEnvironmentDeploymentPolicy(
    "production-branch",
    {
        repository: repository.name,
        environment: production.environment,
        branchPattern: generation === 1 ? "main" : "trunk",
    },
    { ...options, deletedWith: production },
);

const absent = { repository: "not-there", file: "README.md" };
export const sshCloneUrl = repository.sshCloneUrl;
export const absentRepository = github.getRepositoryOutput({ name: "not-there" }, options);
export const fileOfAbsentRepository = github.getRepositoryFileOutput(absent, options);
export const absentFile = github.getRepositoryFileOutput(
    { repository: repository.name, file: "no/such/file" },
    options,
);
export const presentFile = github.getRepositoryFileOutput(
    { repository: repository.name, file: files[0]?.file ?? "", branch: "main" },
    { ...options, dependsOn: files },
).content;

/** Version 6.6 of the Terraform provider has only the older one of the two names here. */
function byOlderName(value: string): { plaintextValue: pulumi.Output<string> } {
    return { plaintextValue: pulumi.secret(value) };
}
