import assert from "node:assert/strict";

import { Secret } from "@pulumi/policy";

import { makeRules } from "../../policy/rules";
import { APP_KEY } from "../support/privateKeys";
import { broken, type Given, judge, urnOf } from "./support/judge";
import { KEY, programResources } from "./support/programResources";

/** The whole program, in the ways in which a stack can be configured. */
const MODES: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
    ["dev", "dev", {}],
    [
        "dev with all there is",
        "dev",
        {
            ingressHost: "argocd.example.com",
            appHost: "app.example.com",
            registryUsername: "canary-registry-user",
            registryPassword: "canary-registry-password",
            appSecrets: '{"DATABASE_PASSWORD": "canary-app-secret"}',
            branchRules: "true",
            codeOwners: '["@alice"]',
            githubEnvironment: "true",
            keysGeneration: "2",
            usedBy: '["staging", "prod"]',
        },
    ],
    ["dev with a token", "dev", { gitAuth: "token", gitToken: "canary-git-token" }],
    [
        "dev with a GitHub App",
        "dev",
        {
            gitAuth: "githubApp",
            githubAppId: "4711",
            githubAppInstallationId: "471147",
            githubAppPrivateKey: APP_KEY,
        },
    ],
    ["staging", "staging", {}],
    ["prod", "prod", {}],
    ["prod that is pinned", "prod", { pin: '{"backend": "v1.0.3"}' }],
    [
        "prod by pull requests",
        "prod",
        { writeBack: "pullRequest", gitAuth: "token", gitToken: "canary-git-token" },
    ],
    ["prod that is paused", "prod", { paused: "true" }],
    [
        "prod with secrets",
        "prod",
        { registryUsername: "robot", registryPassword: "canary-registry-password" },
    ],
];

describe("the policy pack over the whole program", () => {
    for (const [mode, stack, config] of MODES) {
        for (const preview of [false, true]) {
            it(`has nothing against ${preview ? "a preview of " : ""}${mode}`, async () => {
                const resources = await programResources(stack, config, { preview });
                assert.ok(resources.length > 20);
                assert.deepEqual(await judge(resources), []);
            });
        }
    }

    it("asks of every rule that it is broken by a program that was changed for that", async () => {
        const prod = await programResources("prod", {});
        const dev = await programResources("dev", { ingressHost: "argocd.example.com" });
        const names = makeRules().map(({ name }) => name);
        assert.deepEqual(Object.keys(CHANGES).sort(), [...names].sort());
        for (const [rule, { type, name = /./, change, stack }] of Object.entries(CHANGES)) {
            const all = stack === "dev" ? dev : prod;
            const index = all.findIndex((each) => each.type === type && name.test(each.name ?? ""));
            const found = all[index];
            assert.ok(found, `${rule}: there is no ${type}`);
            const changed = all.with(index, change(found));
            assert.deepEqual(await broken(changed), [rule]);
        }
    });
});

interface Change {
    readonly stack?: "dev";
    readonly type: string;
    /** Which of that type; the first one if absent. */
    readonly name?: RegExp;
    readonly change: (given: Given) => Given;
}

/** Inputs with some of them changed. */
function having(inputs: object): (given: Given) => Given {
    return (given) => ({ ...given, inputs: { ...given.inputs, ...inputs } });
}

/** A file of the repository with another text in place of one. */
function written(from: string | RegExp, to: string): (given: Given) => Given {
    return (given) => {
        const content = String(given.inputs?.["content"]);
        const changed = content.replaceAll(new RegExp(from, "g"), to);
        assert.notEqual(changed, content);
        return having({ content: changed })(given);
    };
}

const FILE = "github:index/repositoryFile:RepositoryFile";
const SECRET = "kubernetes:core/v1:Secret";

/** What breaks each rule, and no other one. */
const CHANGES: Readonly<Record<string, Change>> = {
    "no-default-provider": {
        type: "kubernetes:argoproj.io/v1alpha1:Application",
        change: (given) => ({ ...given, provider: "default_4_34_2" }),
    },
    "has-parent": {
        type: "kubernetes:argoproj.io/v1alpha1:Application",
        change: (given) => ({ ...given, parent: "" }),
    },
    "no-plain-secret": {
        type: SECRET,
        change: (given) => having({ data: { key: "eA==" } })(given),
    },
    "no-secret-in-a-second-place": {
        stack: "dev",
        type: "kubernetes:helm.sh/v3:Release",
        change: having({ values: { note: "canary-private-key-of-read-key-1" } }),
    },
    "production-tags": {
        type: FILE,
        name: /production\/kustomization\.yaml$/,
        change: written("newTag: v0.0.0", "newTag: latest"),
    },
    "production-untagged": {
        type: FILE,
        name: /production\/settings\/objects\.yaml$/,
        change: (given) =>
            having({
                content: `${String(given.inputs?.["content"])}---
kind: Job
metadata: {name: own}
spec:
  template:
    spec:
      securityContext: {runAsNonRoot: true}
      containers:
        - name: main
          image: ghcr.io/acme/own
          resources: {requests: {cpu: 1m, memory: 1Mi}, limits: {memory: 1Mi}}
`,
            })(given),
    },
    "production-replicas": {
        type: FILE,
        name: /production\/settings\/kustomization\.yaml$/,
        change: written("replicas: 3", "replicas: 2"),
    },
    "production-disruption-budget": {
        type: FILE,
        name: /production\/settings\/objects\.yaml$/,
        change: written("kind: PodDisruptionBudget", "kind: ConfigMap"),
    },
    "containers-non-root": {
        stack: "dev",
        type: FILE,
        name: /backend-deployment\.yaml$/,
        change: written("runAsNonRoot: true", "runAsNonRoot: false"),
    },
    "containers-have-resources": {
        type: FILE,
        name: /production\/settings\/kustomization\.yaml$/,
        change: written("memory: 256Mi", "cpu: 1"),
    },
    "app-project-without-wildcards": {
        type: "kubernetes:argoproj.io/v1alpha1:AppProject",
        change: having({ spec: { sourceRepos: ["*"], namespaceResourceWhitelist: [] } }),
    },
    "webhooks-signed-json": {
        stack: "dev",
        type: "github:index/repositoryWebhook:RepositoryWebhook",
        change: having({ configuration: { contentType: "json" } }),
    },
    "read-key-is-read-only": {
        type: "github:index/repositoryDeployKey:RepositoryDeployKey",
        name: /^write-key/,
        change: having({ title: "letsgo-app-prod-read-1" }),
    },
    "argocd-cannot-write": {
        type: SECRET,
        name: /^application-read$/,
        change: (given) => ({
            ...given,
            dependencies: {
                stringData: [urnOf({ type: KEY, name: "write-key-1", stack: "prod" })],
            },
        }),
    },
    "git-secret-has-project": {
        type: SECRET,
        name: /^image-update-write$/,
        change: having({ stringData: new Secret({ url: "ssh://git@github.com:22/o/r.git" }) }),
    },
    "git-secret-of-own-project": {
        type: SECRET,
        name: /^image-update-write$/,
        change: having({ stringData: new Secret({ url: "x", project: "letsgo-app-dev" }) }),
    },
};
