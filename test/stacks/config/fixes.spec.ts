import assert from "node:assert/strict";

import { type CheckOptions, type Given } from "../../support/configSource";
import { GITHUB_ENTERPRISE } from "../../support/contradictions";
import { fixableProblems } from "../../support/fixes";
import { kubeconfigWith } from "../../support/kubeconfigs";
import { APP_KEY } from "../../support/privateKeys";

const APP: Given = {
    githubAppId: 1,
    githubAppInstallationId: 2,
    githubAppPrivateKey: APP_KEY,
};

const SET = "pulumi config set --stack dev";
const REMOVE = "pulumi config rm --stack dev";

/** Commands that do not follow from the key alone, in the order in which they are told. */
const fixes: readonly [
    what: string,
    given: Given,
    commands: readonly string[],
    options?: CheckOptions,
][] = [
    [
        "an Enterprise's address, with the keys of its host",
        { githubBaseUrl: "ftp://git.example.com" },
        [
            `${SET} githubBaseUrl https://git.example.com/`,
            "ssh-keyscan git.example.com | pulumi config set --stack dev knownHosts",
        ],
    ],
    [
        "an address where Argo CD is another stack's",
        { githubBaseUrl: "https://me:pw@git.example.com", argoCdInstall: false },
        [`${SET} githubBaseUrl https://git.example.com/`],
    ],
    [
        "an address that needs https to push to",
        {
            ...GITHUB_ENTERPRISE,
            githubBaseUrl: "http://git.example.com/x",
            gitAuth: "token",
            gitToken: "x",
        },
        [`${SET} githubBaseUrl https://git.example.com/`],
    ],
    [
        "github.com, which needs neither address nor keys",
        { githubBaseUrl: "github.com", knownHosts: "git.example.com ssh-rsa AAAA" },
        [`${REMOVE} githubBaseUrl`, `${REMOVE} knownHosts`],
    ],
    ["keys of github.com", { knownHosts: "github.com" }, [`${REMOVE} knownHosts`]],
    [
        "keys of another host",
        { ...GITHUB_ENTERPRISE, knownHosts: "AAAA" },
        ["ssh-keyscan git.example.com | pulumi config set --stack dev knownHosts"],
    ],
    [
        "no context, by the kubeconfig's current one",
        { kubeconfig: kubeconfigWith(["a", "b"], "b"), kubeContext: "c d" },
        [`${SET} kubeContext b`],
    ],
    [
        "no current context, by the first one",
        { kubeconfig: kubeconfigWith(["a", "b"]) },
        [`${SET} kubeContext a`],
    ],
    ["a way to sign in, by its token", { gitAuth: "pat", gitToken: "x" }, [`${SET} gitAuth token`]],
    [
        "a way to sign in, by its App",
        { ...APP, gitAuth: "app", gitToken: "x" },
        [`${SET} gitAuth githubApp`, `${REMOVE} gitToken`],
    ],
    [
        "a way to sign in that pull requests need",
        { gitAuth: "key", writeBack: "pullRequest" },
        [`${SET} gitAuth token`, `${SET} --secret gitToken`],
    ],
    [
        "an App where nothing can be pushed by https",
        {
            ...GITHUB_ENTERPRISE,
            ...APP,
            gitAuth: "githubApp",
            githubBaseUrl: "http://git.example.com",
        },
        [
            `${SET} gitAuth deployKey`,
            `${REMOVE} githubAppId`,
            `${REMOVE} githubAppInstallationId`,
            `${REMOVE} githubAppPrivateKey`,
        ],
    ],
    [
        "pull requests where nothing can be pushed by https",
        {
            ...GITHUB_ENTERPRISE,
            githubBaseUrl: "http://git.example.com",
            gitAuth: "token",
            gitToken: "x",
            writeBack: "pullRequest",
            autoMerge: true,
        },
        [
            `${SET} gitAuth deployKey`,
            `${REMOVE} gitToken`,
            `${SET} writeBack direct`,
            `${REMOVE} autoMerge`,
        ],
    ],
    [
        "pull requests with a deploy key",
        { writeBack: "pullRequest", gitToken: "x" },
        [`${REMOVE} gitToken`, `${SET} gitAuth token`, `${SET} --secret gitToken`],
    ],
    [
        "pull requests with a deploy key, where no token finds the API",
        { ...GITHUB_ENTERPRISE, githubBaseUrl: "http://git.example.com", writeBack: "pullRequest" },
        [`${SET} writeBack direct`],
    ],
    [
        "a chart's location and what contradicts it",
        { argoCdChart: { chart: "./a.tgz", repository: "https://a.b", version: "10.1.1" } },
        [`${REMOVE} --path argoCdChart.repository`, `${REMOVE} --path argoCdChart.version`],
    ],
    [
        "a list in place of an object",
        { argoCdChart: ["argo-cd"], updaterValues: [1] },
        [
            `${REMOVE} argoCdChart`,
            `${SET} --path argoCdChart.repository https://charts.example.com`,
            `${REMOVE} updaterValues`,
            `${SET} --path updaterValues.nodeSelector.pool system`,
        ],
    ],
    [
        "text in place of a list that it could be in",
        { usedBy: "prod", images: "backend" },
        [
            `${REMOVE} usedBy`,
            `${SET} --path 'usedBy[0]' prod`,
            `${REMOVE} images`,
            `${SET} --path 'images[0].name' backend`,
        ],
    ],
    [
        "names in place of images, from the last one on",
        { images: ["backend", { name: "a" }, "frontend"] },
        [
            `${REMOVE} --path 'images[2]'`,
            `${SET} --path 'images[2].name' frontend`,
            `${REMOVE} --path 'images[0]'`,
            `${SET} --path 'images[2].name' backend`,
        ],
    ],
    [
        "names of images, to different ones",
        { images: [{ name: "Back_end" }, { name: "Front_end" }, { port: 8080 }] },
        [
            `${SET} --path 'images[0].name' back-end`,
            `${SET} --path 'images[1].name' front-end`,
            `${SET} --path 'images[2].name' worker-3`,
        ],
    ],
    [
        "one name of three images, said once for each",
        { images: [{ name: "a" }, { name: "a" }, { name: "a" }] },
        [`${SET} --path 'images[1].name' a-2`, `${SET} --path 'images[2].name' a-3`],
    ],
    [
        "a tag that means nothing",
        { images: [{ name: "a", tag: "x" }] },
        [`${REMOVE} --path 'images[0].tag'`],
    ],
    [
        "more reviewers than there may be",
        {
            githubEnvironment: true,
            deploymentReviewers: "@a @b @c @d @e @f @g @h".split(" "),
        },
        [`${REMOVE} --path 'deploymentReviewers[7]'`, `${REMOVE} --path 'deploymentReviewers[6]'`],
    ],
    [
        "entries to remove, from the last one on",
        { usedBy: ["dev", "prod", "prod", "qa"], repositoryTopics: ["gitops", "gitops", "gitops"] },
        [
            `${REMOVE} --path 'repositoryTopics[2]'`,
            `${REMOVE} --path 'repositoryTopics[1]'`,
            `${REMOVE} --path 'usedBy[3]'`,
            `${REMOVE} --path 'usedBy[2]'`,
            `${REMOVE} --path 'usedBy[0]'`,
        ],
    ],
    [
        "a foreign team whose own counterpart is there",
        { codeOwners: ["@acme/ops", "@other/ops"] },
        [`${REMOVE} --path 'codeOwners[1]'`],
    ],
    [
        "a host that is Argo CD's, by another of its domain",
        { ingressHost: "app.example.org", appHost: "app.example.org" },
        [`${SET} appHost www.example.org`],
    ],
    ["a name with a dot", { pin: { "my.image": "v1" } }, [`${REMOVE} --path 'pin["my.image"]'`]],
    [
        "a placeholder within a list, by the owner",
        { images: [{ name: "a", repository: "ghcr.io/your-github-owner/a" }] },
        [`${SET} --path 'images[0].repository' ghcr.io/acme/a`],
    ],
    [
        "an object of secrets in plain text, each anew",
        { appSecrets: { A: "x", B: "y" } },
        [
            `${REMOVE} appSecrets`,
            `${SET} --secret --path appSecrets.A`,
            `${SET} --secret --path appSecrets.B`,
        ],
        { plain: ["appSecrets"] },
    ],
];

describe("the commands of a message put right", () => {
    for (const [what, given, commands, options] of fixes) {
        it(what, () => {
            assert.deepEqual(
                fixableProblems(given, options).flatMap(({ fix }) => fix),
                commands,
            );
        });
    }

    it("another stack's use, in staging, by a stack that is another one", () => {
        const [problem] = fixableProblems({ usedBy: { a: 1 } }, { stack: "staging" });
        assert.equal(problem?.fix[1], "pulumi config set --stack staging --path 'usedBy[0]' prod");
    });
});
