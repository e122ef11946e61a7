import * as components from "../components";
import { environmentContent, repositoryContent } from "./content";
import type { Subject } from "./subject";

/** What a stack has on GitHub, webhooks aside. */
export interface RepositorySide {
    readonly repository: components.GitOpsRepository;
    readonly files: components.EnvironmentFiles;
    readonly rules: components.BranchRules;
    readonly deployments: components.GitHubEnvironment;
    readonly reading: components.DeployKey;
    readonly writing: components.WriteAccess;
}

/** The repository, the environment's files in it, what guards both, and the keys to it. */
export function makeRepository(
    subject: Subject,
    found: components.GitHubLookup,
    { onGitHub }: components.Providers,
): RepositorySide {
    const { environment, config, names, address, protect } = subject;
    const { git } = config;
    const repository = new components.GitOpsRepository(
        "repository",
        {
            ...repositoryContent(subject),
            codeOwners: found.codeOwners,
            address,
            protect,
            found: found.repository,
        },
        onGitHub,
    );
    const files = new components.EnvironmentFiles(
        "environment",
        {
            ...environmentContent(subject),
            repository,
            found: found.repository,
        },
        onGitHub,
    );
    const rules = new components.BranchRules(
        "branch-rules",
        {
            repository,
            rules: config.repository.branchRules,
            hasCodeOwners: config.repository.codeOwners.length > 0,
            mergeMethods: config.repository.mergeMethods,
            updater: git,
            mayBeRefused: !found.repository.exists && config.repository.visibility !== "public",
            found: found.guards,
        },
        { ...onGitHub, dependsOn: [repository, files] },
    );
    const deployments = new components.GitHubEnvironment(
        "github-environment",
        {
            repository,
            environment: config.gitHubEnvironment && environment.overlay,
            reviewers: found.guards.reviewers,
        },
        onGitHub,
    );
    const key = {
        repository,
        title: names.instance,
        generation: git.keysGeneration,
        found: found.repository,
    };
    const reading = new components.DeployKey("read-key", { ...key, access: "read" }, onGitHub);
    const writing = new components.WriteAccess("write", { ...key, ...git }, onGitHub);
    return { repository, files, rules, deployments, reading, writing };
}
