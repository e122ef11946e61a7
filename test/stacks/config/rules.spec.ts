import assert from "node:assert/strict";

import type { Environment } from "../../../stacks/environment";
import { environmentFor } from "../../../stacks/environments";
import { type CheckOptions, type Given, JOINING, problemsOf } from "../../support/configSource";
import { kubeconfigWith } from "../../support/kubeconfigs";

const dev: Environment = environmentFor("dev");
const prod: Environment = environmentFor("prod");
const GITHUB_ENTERPRISE = {
    githubBaseUrl: "https://git.example.com/",
    knownHosts: ["git.example.com ssh-ed25519 AAAA"],
};

/** What contradicts what, and which problems that makes: key and the beginning of the reason. */
const contradictions: readonly [
    what: string,
    given: Given,
    problems: Readonly<Record<string, string>>,
    options?: CheckOptions,
][] = [
    [
        "nothing at all",
        { githubOwner: "", githubToken: "" },
        { githubOwner: "is missing", githubToken: "is missing" },
    ],
    [
        "a context that is not in the kubeconfig",
        { kubeconfig: kubeconfigWith(["a"], "a"), kubeContext: "b" },
        { kubeContext: "is no context of the kubeconfig" },
    ],
    [
        "a kubeconfig without current context",
        { kubeconfig: kubeconfigWith(["a"]) },
        { kubeContext: "is missing: the kubeconfig has no current context" },
    ],
    [
        "a kubeconfig whose current context is not in it",
        { kubeconfig: kubeconfigWith(["a"], "b") },
        { kubeContext: "is missing: the kubeconfig's current context is not in it" },
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
            ["repositoryVisibility", "repositoryTopics", "mergeMethods", "vulnerabilityAlerts"].map(
                (key) => [key, "contradicts repositoryMode adopt"],
            ),
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
        "joining Argo CD and settings of its owner",
        {
            argoCdInstall: false,
            argoCdChart: "argo-cd",
            argoCdValues: { a: 1 },
            updaterChart: "argocd-image-updater",
            updaterValues: { a: 1 },
            updaterInterval: "60s",
            gitPollInterval: "60s",
            registryEndpoint: "https://mirror.example.com",
            knownHosts: "github.com ssh-ed25519 AAAA",
            ingressHost: "argocd.example.com",
            usedBy: ["prod"],
        },
        Object.fromEntries(
            [
                "argoCdChart",
                "argoCdValues",
                "updaterChart",
                "updaterValues",
                "updaterInterval",
                "gitPollInterval",
                "registryEndpoint",
                "knownHosts",
                "ingressHost",
                "usedBy",
            ].map((key) => [key, "contradicts argoCdInstall false"]),
        ),
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
    ["a stack used by itself", { usedBy: ["dev"] }, { "usedBy[0]": "is this stack itself" }],
    ["a user nobody knows", { usedBy: ["qa"] }, { "usedBy[0]": "is no stack there is" }],
    ["a user twice", { usedBy: ["prod", "prod"] }, { "usedBy[1]": "is there twice" }],
    [
        "an Ingress' class and certificate, and no Ingress",
        { ingressClassName: "nginx", ingressTlsSecret: "tls" },
        {
            ingressClassName: "has no effect without ingressHost or appHost",
            ingressTlsSecret: "has no effect without ingressHost or appHost",
        },
    ],
    [
        "one host for two Ingresses",
        { ingressHost: "a.example.com", appHost: "a.example.com" },
        {
            appHost: "is ingressHost too",
        },
    ],
    [
        "a registry's password without user",
        { registryPassword: "x" },
        { registryUsername: "is missing: registryPassword is set" },
    ],
    [
        "a registry's user without password",
        { registryUsername: "x" },
        { registryPassword: "is missing: registryUsername is set" },
    ],
    [
        "a name whose derivations are too long",
        { appName: "a".repeat(51) },
        { appName: "is too long" },
    ],
    [
        "two images with one name",
        { images: [{ name: "a" }, { name: "a", repository: "ghcr.io/x/b", context: "b" }] },
        { "images[1].name": "is images[0].name too" },
    ],
    [
        "two images with one repository",
        { images: [{ name: "a" }, { name: "b", repository: "ghcr.io/acme/letsgo-app-a" }] },
        { "images[1].repository": "is images[0].repository too" },
    ],
    [
        "two images built in one folder",
        { images: [{ name: "a" }, { name: "b", context: "apps/a" }] },
        { "images[1].context": "is images[0].context too" },
    ],
    [
        "strategy digest without a tag",
        { images: [{ name: "a", strategy: "digest" }] },
        { "images[0].tag": "is missing: strategy digest follows a tag" },
    ],
    [
        "a tag without strategy digest",
        { images: [{ name: "a", tag: "dev-latest" }] },
        { "images[0].tag": "has a meaning for strategy digest only" },
    ],
    [
        "a storage class without a volume",
        { ...JOINING, storageClassName: "fast" },
        { storageClassName: "has no effect: production has no volume" },
        { stack: "prod" },
    ],
    [
        "a volume of several pods without a class",
        {},
        { storageClassName: "is missing: production mounts its volume in several pods" },
        {
            stack: "prod",
            environment: { ...prod, storage: { size: "1Gi", accessMode: "ReadWriteMany" } },
        },
    ],
    [
        "a kind twice",
        { projectExtraKinds: ["batch/Job", "batch/Job"] },
        { "projectExtraKinds[1]": "is projectExtraKinds[0] too" },
    ],
    ["a pin for no image", { pin: { worker: "v1" } }, { "pin.worker": "is for no image" }],
    [
        "a constraint for no image",
        { constraints: { worker: "^1" } },
        { "constraints.worker": "is for no image" },
    ],
    [
        "a constraint where no versions count",
        { constraints: { backend: "^1" } },
        { "constraints.backend": "has no effect: backend is updated by strategy alphabetical" },
    ],
    [
        "a constraint for an image with a strategy of its own",
        {
            images: [{ name: "a", strategy: "digest", tag: "latest" }],
            constraints: { a: "^1" },
        },
        { "constraints.a": "has no effect: a is updated by strategy digest" },
        { stack: "prod" },
    ],
    [
        "an environment with look-around in its expression",
        {},
        { "stacks/dev.ts update.allowTags": "is no regular expression in Go's syntax" },
        { environment: { ...dev, update: { ...dev.update, allowTags: "regexp:^(?!v)" } } },
    ],
    [
        "an environment with a back-reference in its expression",
        {},
        { "stacks/dev.ts update.allowTags": "is no regular expression in Go's syntax" },
        { environment: { ...dev, update: { ...dev.update, allowTags: "regexp:(a)\\1" } } },
    ],
    [
        "an environment without the expression's kind",
        {},
        { "stacks/dev.ts update.allowTags": 'is neither "any" nor' },
        { environment: { ...dev, update: { ...dev.update, allowTags: "^dev-" } } },
    ],
    [
        "an environment whose constraint is none",
        {},
        { "stacks/prod.ts update.constraint": "is not a semver constraint" },
        {
            stack: "prod",
            environment: { ...prod, update: { ...prod.update, constraint: "one" } },
        },
    ],
    [
        "an environment with versions and no constraint",
        {},
        { "stacks/dev.ts update.constraint": "is missing" },
        { environment: { ...dev, update: { strategy: "semver", allowTags: "any" } } },
    ],
    [
        "an environment without pods",
        {},
        { "stacks/dev.ts replicas": "is no number of pods" },
        { environment: { ...dev, replicas: 0 } },
    ],
    [
        "pull requests with a deploy key",
        { writeBack: "pullRequest", autoMerge: "true" },
        { writeBack: "contradicts gitAuth deployKey: a deploy key cannot open pull requests" },
    ],
    [
        "an environment with pull requests and a deploy key",
        {},
        { "stacks/dev.ts writeBack": "contradicts gitAuth deployKey" },
        { environment: { ...dev, writeBack: "pullRequest" } },
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
];

describe("keys together", () => {
    for (const [what, given, expected, options] of contradictions) {
        it(`refuse ${what}`, () => {
            const problems = problemsOf(given, options);
            assert.deepEqual(
                problems.map(({ key }) => key),
                Object.keys(expected),
            );
            for (const { key, reason } of problems) {
                assert.ok(reason.startsWith(expected[key] ?? "?"), reason);
            }
        });
    }

    const together: readonly [what: string, given: Given, options?: CheckOptions][] = [
        ["a joining stack", JOINING, { stack: "prod" }],
        ["an enterprise's host and its key", GITHUB_ENTERPRISE],
        [
            "a joining stack on an enterprise's host",
            { ...JOINING, githubBaseUrl: "https://git.example.com/" },
            { stack: "prod" },
        ],
        ["a hashed host key", { ...GITHUB_ENTERPRISE, knownHosts: "|1|a=|b= ssh-ed25519 AAAA" }],
        [
            "a key of a port",
            { ...GITHUB_ENTERPRISE, knownHosts: "[git.example.com]:22 ssh-rsa AA" },
        ],
        ["a token and its mode", { gitAuth: "token", gitToken: "ghp_x" }],
        ["users of the installation", { usedBy: ["staging", "prod"] }],
        [
            "an Ingress, its class and its certificate",
            {
                appHost: "app.example.com",
                ingressClassName: "nginx",
                ingressTlsSecret: "tls",
            },
        ],
        ["an Ingress of Argo CD, with the controller's certificate", { ingressHost: "argocd.lab" }],
        [
            "two Ingresses and what they share",
            {
                ingressHost: "argocd.example.com",
                appHost: "app.example.com",
                ingressClassName: "nginx",
                ingressTlsSecret: "tls",
                updaterInterval: "10s",
                gitPollInterval: "10s",
            },
        ],
        [
            "a constraint and a pin where versions count",
            { constraints: { backend: "~1.1" }, pin: { frontend: "v1.0.3" }, paused: true },
            { stack: "prod" },
        ],
        ["the longest name", { appName: "a".repeat(50) }],
        [
            "an image that goes by versions in an environment that does not",
            { images: [{ name: "a", strategy: "semver" }], constraints: { a: "^1.0" } },
        ],
    ];
    for (const [what, given, options] of together) {
        it(`take ${what}`, () => {
            assert.deepEqual(problemsOf(given, options), []);
        });
    }

    it("keep silent where a key they depend on is wrong by itself", () => {
        const problems = problemsOf({
            gitAuth: "password",
            gitToken: "ghp_x",
            images: [{ name: "A" }],
            pin: { worker: "v1" },
            githubBaseUrl: "git",
        });
        assert.deepEqual(
            problems.map(({ key }) => key),
            ["gitAuth", "images[0].name", "githubBaseUrl"],
        );
    });
});
