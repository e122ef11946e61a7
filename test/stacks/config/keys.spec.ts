import assert from "node:assert/strict";

import { check, type Given, problemsOf } from "../../support/configSource";
import { fixableProblems } from "../../support/fixes";
import { kubeconfigWith } from "../../support/kubeconfigs";

const LONG = "a".repeat(300);

/** Values that are wrong by themselves: key as reported, and what is said of it. */
const refused: readonly [given: Given, key: string, reason: string][] = [
    [{ githubOwner: "acme--corp" }, "githubOwner", "is no GitHub name"],
    [{ githubOwner: "-acme" }, "githubOwner", "is no GitHub name"],
    [{ githubOwner: "acme-" }, "githubOwner", "is no GitHub name"],
    [{ githubOwner: "acme/corp" }, "githubOwner", "is no GitHub name"],
    [{ githubOwner: "a".repeat(40) }, "githubOwner", "is longer than 39"],
    [{ githubToken: "ghp_a b" }, "githubToken", "has spaces"],
    [{ githubToken: "ghp_a\n" }, "githubToken", "has spaces, line ends"],
    [{ githubBaseUrl: "github.example.com" }, "githubBaseUrl", "is not an absolute URL"],
    [{ githubBaseUrl: "ftp://github.example.com" }, "githubBaseUrl", "is not an absolute URL"],
    [{ githubBaseUrl: "http://github.com" }, "githubBaseUrl", "is not https"],
    [{ githubBaseUrl: "http://api.acme.ghe.com" }, "githubBaseUrl", "is not https"],
    [{ githubBaseUrl: "https://api.github.com/api/v3/" }, "githubBaseUrl", "has a path"],
    [{ githubBaseUrl: "https://git.example.com/github" }, "githubBaseUrl", "has a path other than"],
    [{ githubBaseUrl: "https://git.example.com/?a=b" }, "githubBaseUrl", "has a query"],
    [{ githubBaseUrl: "https://me:pw@git.example.com" }, "githubBaseUrl", "carries credentials"],
    [{ kubeconfig: "~/.kube/config" }, "kubeconfig", "is one line of text"],
    [{ kubeconfig: "a: [" }, "kubeconfig", "is not YAML"],
    [{ kubeconfig: "apiVersion: v1" }, "kubeconfig", "is not a kubeconfig"],
    [
        { kubeconfig: kubeconfigWith(["a"], "a").replace("cluster: cluster", "cluster: other") },
        "kubeconfig",
        "has a context whose cluster is not in it",
    ],
    [{ kubeContext: "my cluster" }, "kubeContext", "has spaces"],
    [{ repositoryName: "my app" }, "repositoryName", "has characters other than"],
    [{ repositoryName: "app.git" }, "repositoryName", "ends in .git"],
    [{ repositoryName: ".." }, "repositoryName", "is reserved"],
    [{ repositoryName: "a".repeat(101) }, "repositoryName", "is longer than 100"],
    [{ repositoryMode: "own" }, "repositoryMode", "is no mode"],
    [{ repositoryVisibility: "secret" }, "repositoryVisibility", "is no visibility"],
    [{ repositoryDeleteOnDestroy: "yes" }, "repositoryDeleteOnDestroy", "is neither true nor"],
    [{ repositoryTopics: ["GitOps"] }, "repositoryTopics[0]", "is no topic"],
    [{ repositoryTopics: ["a".repeat(51)] }, "repositoryTopics[0]", "is no topic"],
    [{ repositoryTopics: "gitops" }, "repositoryTopics", "is not a list of topics"],
    [{ repositoryTopics: ["a", "b", "a"] }, "repositoryTopics[2]", "is there twice"],
    [
        { repositoryTopics: Array.from({ length: 21 }, (_, index) => `t${index}`) },
        "repositoryTopics",
        "has more than 20",
    ],
    [{ mergeMethods: ["fast-forward"] }, "mergeMethods[0]", "is no merge method"],
    [{ mergeMethods: [] }, "mergeMethods", "is empty"],
    [{ vulnerabilityAlerts: "on" }, "vulnerabilityAlerts", "is neither true nor false"],
    [{ branchRules: "main" }, "branchRules", "is neither true nor false"],
    [{ branchRules: true, requiredApprovals: 11 }, "requiredApprovals", "is above 10"],
    [{ branchRules: true, requiredApprovals: "all" }, "requiredApprovals", "is not a whole"],
    [{ branchRules: true, requiredChecks: [""] }, "requiredChecks[0]", "is empty"],
    [{ branchRules: true, requiredChecks: "build" }, "requiredChecks", "is not a list of names"],
    [{ codeOwners: ["alice"] }, "codeOwners[0]", "is neither @user, nor @organisation/team"],
    [{ codeOwners: ["@acme/ops team"] }, "codeOwners[0]", "is neither @user"],
    [{ codeOwners: ["a#b@example.com"] }, "codeOwners[0]", "is neither @user"],
    [{ codeOwners: ["@alice\n* @mallory"] }, "codeOwners[0]", "is neither @user"],
    [{ githubEnvironment: "production" }, "githubEnvironment", "is neither true nor false"],
    ...(["alice", "@acme/", "@-a", "a@example.com"] as const).map(
        (reviewer): [Given, string, string] => [
            { githubEnvironment: true, deploymentReviewers: [reviewer] },
            "deploymentReviewers[0]",
            "is neither @user nor @organisation/team",
        ],
    ),
    [
        { githubEnvironment: true, deploymentReviewers: "@a @b @c @d @e @f @g".split(" ") },
        "deploymentReviewers",
        "has more than 6",
    ],
    [{ gitAuth: "password" }, "gitAuth", "is no way to sign in"],
    [{ knownHosts: "github.com AAAA" }, "knownHosts[0]", "is not a line of a known_hosts file"],
    [{ knownHosts: "# only a comment" }, "knownHosts", "has no host key"],
    [{ keysGeneration: "two" }, "keysGeneration", "is not a whole number"],
    [{ keysGeneration: 0 }, "keysGeneration", "is below 1"],
    [{ argoCdInstall: "1" }, "argoCdInstall", "is neither true nor false"],
    [{ argoCdNamespace: "Argo_CD" }, "argoCdNamespace", "is not a DNS label"],
    [{ argoCdNamespace: "a".repeat(64) }, "argoCdNamespace", "is longer than 63"],
    [{ argoCdChart: { version: "9.0.0" } }, "argoCdChart.version", "is not a version of the 10.1"],
    [{ argoCdChart: { version: "^10.1" } }, "argoCdChart.version", "is not a full version"],
    [{ argoCdChart: { version: 10 } }, "argoCdChart.version", "is not a version in quotes"],
    [{ argoCdChart: { repository: "charts" } }, "argoCdChart.repository", "is not a URL"],
    [
        { argoCdChart: { chart: "oci://r.example.com/argo-cd", repository: "https://a.b" } },
        "argoCdChart.repository",
        "contradicts chart",
    ],
    [
        { argoCdChart: { chart: "./a.tgz", version: "10.1.1" } },
        "argoCdChart.version",
        "contradicts",
    ],
    [{ argoCdChart: { repo: "https://a.b" } }, "argoCdChart.repo", "is no field of it"],
    [{ argoCdChart: ["argo-cd"] }, "argoCdChart", "is neither a chart's location nor an object"],
    [{ updaterChart: { version: "1.3.0" } }, "updaterChart.version", "of the 1.2 series"],
    [{ argoCdValues: "server" }, "argoCdValues", "is not an object of Helm values"],
    [{ updaterValues: [1] }, "updaterValues", "is not an object of Helm values"],
    [{ updaterInterval: "60" }, "updaterInterval", "is not a duration"],
    [{ updaterInterval: "1m 30s" }, "updaterInterval", "is not a duration"],
    [{ updaterInterval: "500ms" }, "updaterInterval", "is not a duration"],
    [{ updaterInterval: "1s" }, "updaterInterval", "is shorter than 5s"],
    [{ gitPollInterval: "0s" }, "gitPollInterval", "is shorter than 5s"],
    [{ gitPollInterval: "25h" }, "gitPollInterval", "is longer than 24h"],
    [{ usedBy: "prod" }, "usedBy", "is not a list of stacks"],
    [{ usedBy: { a: 1 } }, "usedBy", "is not a list of stacks"],
    [{ registry: "https://ghcr.io" }, "registry", "is not a registry host"],
    [{ registry: "localhost:5000" }, "registry", "is not a registry host"],
    [{ registry: "Registry.example.com" }, "registry", "is not a registry host"],
    [{ registry: "r.example.com:99999" }, "registry", "has a port outside"],
    [{ registryEndpoint: "registry:5000" }, "registryEndpoint", "is not an absolute URL"],
    [{ registryUsername: "a\nb", registryPassword: "c" }, "registryUsername", "has line ends"],
    [{ registryUsername: "acme:bot", registryPassword: "c" }, "registryUsername", "has a colon"],
    [{ platforms: "linux/arm64" }, "platforms", "is not a list of platforms"],
    [{ platforms: [] }, "platforms", "is empty"],
    [{ platforms: ["windows/amd64"] }, "platforms[0]", "is no platform of Linux"],
    [{ platforms: ["linux/amd64", "linux/amd64"] }, "platforms[1]", "is there twice"],
    [{ provenance: "yes" }, "provenance", "is neither auto nor always nor never"],
    [{ appName: "LetsGo" }, "appName", "is not a DNS label"],
    [{ appName: "1app" }, "appName", "is not a DNS label"],
    [{ appSecrets: { "A-B": "x" } }, "appSecrets.A-B", "is no environment variable's name"],
    [{ appSecrets: { A: 1 } }, "appSecrets.A", "is not text"],
    [{ appSecrets: ["A"] }, "appSecrets", "is not an object of environment variables"],
    [{ appHost: "http://app.example.com" }, "appHost", "is not a host name"],
    [{ storageClassName: "Fast SSD" }, "storageClassName", "is not a DNS name"],
    [{ projectExtraKinds: ["*"] }, "projectExtraKinds[0]", "is neither Kind nor group/Kind"],
    [{ projectExtraKinds: ["batch/*"] }, "projectExtraKinds[0]", "is neither Kind nor group/Kind"],
    [{ paused: "on" }, "paused", "is neither true nor false"],
    [{ writeBack: "push" }, "writeBack", "is no way to write"],
    [{ writeBack: "commit" }, "writeBack", "is no way to write"],
    [{ ingressHost: "argocd" }, "ingressHost", "is not a host name"],
    [{ ingressHost: "https://argocd.example.com" }, "ingressHost", "is not a host name"],
    [{ ingressHost: "argocd.example.com:443" }, "ingressHost", "is not a host name"],
    [{ ingressHost: "argocd.example.com/" }, "ingressHost", "is not a host name"],
    [{ ingressHost: "Argocd.example.com" }, "ingressHost", "is not a host name"],
    [{ ingressHost: "*.example.com" }, "ingressHost", "is not a host name"],
    [{ ingressHost: "203.0.113.7" }, "ingressHost", "is an IP address"],
    [{ ingressHost: "argocd.localhost" }, "ingressHost", "is this machine"],
    [{ ingressHost: `${"a.".repeat(126)}com` }, "ingressHost", "is longer than 253"],
    [
        { appHost: "app.example.com", ingressClassName: "Nginx" },
        "ingressClassName",
        "is not a DNS name",
    ],
    [{ pin: { backend: "v1.0:3" } }, "pin.backend", "is not an image tag"],
    [{ pin: { backend: "-v1" } }, "pin.backend", "is not an image tag"],
    [{ pin: { backend: 1.1 } }, "pin.backend", "put it in quotes"],
    [{ pin: { backend: true } }, "pin.backend", "is not text; put it in quotes"],
    [{ pin: { backend: LONG } }, "pin.backend", "is not an image tag"],
    [{ pin: "v1.0.3" }, "pin", "is not an object of tags by image name"],
    [{ images: "backend" }, "images", "is not a list of images"],
    [{ images: [] }, "images", "has no image"],
    [{ images: ["backend"] }, "images[0]", "is not an object"],
    [{ images: [{ port: 8080 }] }, "images[0].name", "is missing"],
    [{ images: [{ name: "Back_end" }] }, "images[0].name", "is not a DNS label"],
    [{ images: [{ name: "a", nme: "b" }] }, "images[0].nme", "did you mean name?"],
    [{ images: [{ name: "a", port: 80 }] }, "images[0].port", "is below 1024"],
    [{ images: [{ name: "a", port: 70000 }] }, "images[0].port", "is above 65535"],
    [{ images: [{ name: "a", port: "http" }] }, "images[0].port", "is not a whole number"],
    [{ images: [{ name: "a", context: "/srv" }] }, "images[0].context", "is not a folder inside"],
    [{ images: [{ name: "a", context: "../a" }] }, "images[0].context", "is not a folder inside"],
    [{ images: [{ name: "a", context: "a//b" }] }, "images[0].context", "is not a folder inside"],
    [{ images: [{ name: "a", readinessPath: "ok" }] }, "images[0].readinessPath", "is not an abs"],
    [{ images: [{ name: "a", strategy: "latest" }] }, "images[0].strategy", "is no strategy"],
    ...(
        [
            ["acme/backend", "does not begin with a registry host"],
            ["backend", "does not begin with a registry host"],
            ["localhost:5000/backend", "does not begin with a registry host"],
            ["ghcr.io/Acme/backend", "is no path a registry takes"],
            ["ghcr.io/acme//backend", "is no path a registry takes"],
            ["ghcr.io/acme/back..end", "is no path a registry takes"],
            ["ghcr.io/acme/-backend", "is no path a registry takes"],
            ["ghcr.io/acme/backend:v1", "has a tag or digest"],
            ["ghcr.io/acme/backend@sha256:00", "has a tag or digest"],
            [`ghcr.io/${LONG}`, "is longer than 255"],
        ] as const
    ).map(([repository, reason]): [Given, string, string] => [
        { images: [{ name: "a", repository }] },
        "images[0].repository",
        reason,
    ]),
];

describe("each key by itself", () => {
    for (const [given, key, reason] of refused) {
        it(`refuses ${JSON.stringify(given).slice(0, 90)}: ${reason}`, () => {
            const problems = fixableProblems(given);
            assert.deepEqual(
                problems.map((problem) => problem.key),
                [key],
            );
            assert.ok(problems[0]?.reason.includes(reason), problems[0]?.reason);
        });
    }

    const taken: readonly Given[] = [
        { githubOwner: "octo_acme" },
        { githubOwner: "A-b-9" },
        { repositoryTopics: [] },
        { repositoryTopics: ["gitops", "argo-cd", "2026"] },
        { mergeMethods: ["squash", "rebase", "merge"], vulnerabilityAlerts: false },
        { branchRules: true, requiredApprovals: 0, requiredChecks: ["build (backend)"] },
        { branchRules: false },
        { codeOwners: ["@alice", "@octo_acme", "@acme/ops-team", "ops@example.com"] },
        { githubEnvironment: true, deploymentReviewers: ["@alice", "@Acme/ops"] },
        { repositoryName: ".github" },
        { repositoryName: "a_b.c-D" },
        { updaterInterval: "1h30m5s" },
        { registry: "registry.example.com:5000" },
        { registryUsername: "CORP\\robot$acme", registryPassword: "a:b:c" },
        { pin: { backend: 20260101 } },
        { pin: { backend: "_v1.0.3-rc.1" } },
        { images: [{ name: "a", port: "8081", context: "services/a" }] },
        { images: [{ name: "a", repository: "r.example.com:5000/x/y__z-w.v" }] },
        { images: [{ name: "a", strategy: "digest", tag: "dev-latest" }] },
        { projectExtraKinds: ["batch/CronJob", "ServiceAccount"] },
        { argoCdChart: "oci://registry.example.com/argo-cd" },
        { argoCdChart: { version: "10.1.3" } },
        { appSecrets: { DATABASE_PASSWORD: "", _x: "y" } },
        { kubeconfig: kubeconfigWith(["a", "b"], "b") },
        { kubeconfig: kubeconfigWith(["a", "b"]), kubeContext: "a" },
    ];
    for (const given of taken) {
        it(`takes ${JSON.stringify(given).slice(0, 90)}`, () => {
            assert.deepEqual(problemsOf(given), []);
        });
    }

    it("takes an empty text for no value", () => {
        assert.deepEqual(check({ pin: "", paused: "", registry: "" }), check({}));
    });

    const constraints: readonly [constraint: string, sound: boolean][] = [
        ["^1.0", true],
        ["~1.0", true],
        ["~1.0.3", true],
        ["1.x", true],
        [">=1.0 <3", true],
        [">=1.0, <3", true],
        ["^1.0 || ^2.0", true],
        ["^1.0.0-0", true],
        ["=1.2.3", true],
        ["~>1.2", true],
        ["latest", false],
        ["", false],
        ["^^1", false],
        ["1.0.0.0", false],
        [">2 <1", false],
        ["^1.0 ||", false],
        ["v", false],
        ["!=1.0", false],
        ["1.0 - 2.0", false],
    ];
    for (const [constraint, sound] of constraints) {
        it(`${sound ? "takes" : "refuses"} the constraint "${constraint}"`, () => {
            const problems = problemsOf(
                { constraints: { backend: constraint } },
                { stack: "prod" },
            );
            assert.deepEqual(
                problems.map(({ key }) => key),
                sound ? [] : ["constraints.backend"],
            );
        });
    }
});
