import { GITHUB_ENTERPRISE, refuse } from "../../../support/contradictions";

describe("keys of GitHub and the repository, together", () => {
    refuse([
        [
            "nothing at all",
            { githubOwner: "", githubToken: "" },
            { githubOwner: "is missing", githubToken: "is missing" },
        ],
        [
            "joining a repository and settings of its owner",
            {
                repositoryMode: "join",
                repositoryVisibility: "public",
                repositoryDeleteOnDestroy: true,
                platforms: ["linux/arm64"],
                provenance: "never",
                repositoryTopics: ["gitops"],
                mergeMethods: ["merge"],
                vulnerabilityAlerts: true,
                branchRules: true,
                requiredApprovals: 1,
                requiredChecks: ["build"],
                codeOwners: ["@alice"],
            },
            Object.fromEntries(
                [
                    "repositoryVisibility",
                    "repositoryDeleteOnDestroy",
                    "platforms",
                    "provenance",
                    "repositoryTopics",
                    "mergeMethods",
                    "vulnerabilityAlerts",
                    "branchRules",
                    "requiredApprovals",
                    "requiredChecks",
                    "codeOwners",
                ].map((key) => [key, "contradicts repositoryMode join"]),
            ),
        ],
        [
            "adopting a repository and its settings",
            {
                repositoryMode: "adopt",
                repositoryVisibility: "public",
                repositoryTopics: ["gitops"],
                mergeMethods: ["merge"],
                vulnerabilityAlerts: true,
            },
            Object.fromEntries(
                [
                    "repositoryVisibility",
                    "repositoryTopics",
                    "mergeMethods",
                    "vulnerabilityAlerts",
                ].map((key) => [key, "contradicts repositoryMode adopt"]),
            ),
        ],
        [
            "reviews and checks without rules",
            { requiredApprovals: 1, requiredChecks: ["build"] },
            {
                requiredApprovals: "has no effect without branchRules",
                requiredChecks: "has no effect without branchRules",
            },
        ],
        [
            "reviewers without an environment",
            { deploymentReviewers: ["@alice"] },
            { deploymentReviewers: "has no effect without githubEnvironment" },
        ],
        [
            "teams of another organisation",
            {
                githubEnvironment: true,
                codeOwners: ["@alice", "@other/ops"],
                deploymentReviewers: ["@other/ops"],
            },
            {
                "codeOwners[1]": "is a team of another organisation than acme",
                "deploymentReviewers[0]": "is a team of another organisation than acme",
            },
        ],
        [
            "a deploy key and a token",
            { gitToken: "ghp_x" },
            { gitToken: "contradicts gitAuth deployKey" },
        ],
        ["a token that is not there", { gitAuth: "token" }, { gitToken: "is missing: gitAuth is" }],
        [
            "a token over plain http",
            {
                ...GITHUB_ENTERPRISE,
                githubBaseUrl: "http://git.example.com",
                gitAuth: "token",
                gitToken: "x",
            },
            { gitAuth: "needs a host that serves Git by https on port 443" },
        ],
        [
            "a host whose key nobody knows",
            { githubBaseUrl: "https://git.example.com/" },
            { knownHosts: "is missing: Argo CD does not know git.example.com" },
        ],
        [
            "a host and another one's key",
            { ...GITHUB_ENTERPRISE, knownHosts: ["other.example.com ssh-ed25519 AAAA"] },
            { knownHosts: "has no key of git.example.com" },
        ],
        [
            "pull requests with a deploy key",
            { writeBack: "pullRequest", autoMerge: "true" },
            { writeBack: "contradicts gitAuth deployKey: a deploy key cannot open pull requests" },
        ],
        [
            "pull requests with a token where the updater does not find the API",
            {
                writeBack: "pullRequest",
                gitAuth: "token",
                gitToken: "ghp_x",
                githubBaseUrl: "https://acme.ghe.com/",
                knownHosts: "acme.ghe.com ssh-ed25519 AAAA",
            },
            { writeBack: "cannot be done with a token on acme.ghe.com" },
        ],
        [
            "merging what is no pull request",
            { autoMerge: "true" },
            { autoMerge: "has no effect without writeBack pullRequest" },
        ],
    ]);
});
