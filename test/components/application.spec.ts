import assert from "node:assert/strict";

import { runProgram } from "../support/program";
import type { Registered, Registry } from "../support/registry";

const PROJECT = "kubernetes:argoproj.io/v1alpha1:AppProject";
const APPLICATION = "kubernetes:argoproj.io/v1alpha1:Application";
const NAMESPACE = "kubernetes:core/v1:Namespace";
const SECRET = "kubernetes:core/v1:Secret";
const PASSWORD = "random:index/randomPassword:RandomPassword";
const COMPONENT = "argocd-image-drift:index:Application";

const CREDENTIALS = { registryUsername: "robot", registryPassword: "pass:word" };

const READ_URL = "git@github.com:Letsgo/letsgo-gitops.git";

/** Names of the Secrets that belong to this component, in the order of the list. */
function secretsOf(registry: Registry): string[] {
    return registry
        .list()
        .filter((line) => line.startsWith(`${SECRET} application-`))
        .map((line) => line.slice(SECRET.length + 1));
}

function specOf({ inputs }: Registered): Record<string, unknown> {
    return inputs["spec"] as Record<string, unknown>;
}

describe("Application", () => {
    it("syncs its environment's overlay of the default branch into its own namespace", async () => {
        const { registry } = await runProgram("staging", { argoCdNamespace: "gitops" });
        const made = registry.get(APPLICATION, "application");
        assert.deepEqual(made.inputs["metadata"], {
            name: "letsgo-app-staging",
            namespace: "gitops",
            labels: { "app.kubernetes.io/part-of": "letsgo-app" },
            annotations: {
                "argocd.argoproj.io/manifest-generate-paths":
                    "/manifests/overlays/staging;/manifests/base",
                "pulumi.com/waitFor": "jsonpath={.status.sync.status}=Synced",
            },
        });
        const { project, source, destination } = specOf(made);
        assert.equal(project, "letsgo-app-staging");
        assert.deepEqual(source, {
            repoURL: READ_URL,
            targetRevision: "main",
            path: "manifests/overlays/staging",
        });
        assert.deepEqual(destination, {
            server: "https://kubernetes.default.svc",
            namespace: "letsgo-app-staging",
        });
    });

    it("is fenced in: the one repository, the one namespace, the kinds that were asked for", async () => {
        const { registry } = await runProgram("dev", { projectExtraKinds: '["batch/CronJob"]' });
        const spec = specOf(registry.get(PROJECT, "application-project"));
        assert.deepEqual(spec["sourceRepos"], [READ_URL]);
        assert.deepEqual(spec["destinations"], [
            { server: "https://kubernetes.default.svc", namespace: "letsgo-app-dev" },
        ]);
        assert.deepEqual(spec["clusterResourceWhitelist"], []);
        const kinds = spec["namespaceResourceWhitelist"] as { group: string; kind: string }[];
        assert.deepEqual(kinds.at(-1), { group: "batch", kind: "CronJob" });
        assert.ok(!kinds.some(({ kind }) => kind === "Secret"));
    });

    it("reads with a key that other projects of the same Argo CD cannot pick", async () => {
        const { registry } = await runProgram("prod", { argoCdNamespace: "gitops" });
        const secret = registry.get(SECRET, "application-read");
        assert.deepEqual(secret.inputs["metadata"], {
            name: "letsgo-app-prod-read",
            namespace: "gitops",
            labels: { "argocd.argoproj.io/secret-type": "repository" },
        });
        assert.deepEqual(secret.inputs["stringData"], {
            type: "git",
            url: READ_URL,
            project: "letsgo-app-prod",
            sshPrivateKey: "canary-private-key",
        });
        assert.deepEqual(secret.secretInputs, ["stringData"]);
    });

    it("has a namespace of the stack's, with none but the Secrets that are configured", async () => {
        const { registry } = await runProgram("dev");
        assert.deepEqual(registry.get(NAMESPACE, "application").inputs["metadata"], {
            name: "letsgo-app-dev",
            labels: { "app.kubernetes.io/part-of": "letsgo-app" },
        });
        assert.equal(registry.get(NAMESPACE, "application").id, "");
        assert.deepEqual(secretsOf(registry), ["application-read"]);
        assert.ok(!registry.list().some((line) => line.startsWith(PASSWORD)));
    });

    it("nothing of it is protected or left behind", async () => {
        const { requests } = await runProgram("dev", { ...CREDENTIALS, usedBy: '["prod"]' });
        const own = requests.all.filter(
            ({ type, name }) => name.startsWith("application") && !type.includes("providers"),
        );
        assert.ok(own.length > 5);
        for (const { type, name, protect, retainOnDelete, ignoreChanges, importId } of own) {
            assert.deepEqual(
                { protect, retainOnDelete, ignoreChanges, importId },
                { protect: false, retainOnDelete: false, ignoreChanges: [], importId: "" },
                `${type} ${name}`,
            );
        }
    });

    describe("the application's own Secret", () => {
        it("has what was configured, in the destination namespace", async () => {
            const { registry } = await runProgram("dev", { appSecrets: '{"A": "given"}' });
            const secret = registry.get(SECRET, "application-app");
            assert.deepEqual(secret.inputs["metadata"], {
                name: "letsgo-app",
                namespace: "letsgo-app-dev",
            });
            assert.deepEqual(secret.inputs["stringData"], { A: "given" });
            assert.deepEqual(secret.secretInputs, ["stringData"]);
            assert.ok(!registry.list().some((line) => line.startsWith(PASSWORD)));
        });

        it("has values that are made up once, of 32 letters and digits", async () => {
            const { registry, requests } = await runProgram(
                "dev",
                { appSecrets: '{"A": "given", "B": "", "C": ""}' },
                { outputs: { [PASSWORD]: () => ({ result: "made up" }) } },
            );
            assert.deepEqual(
                registry.list().filter((line) => line.startsWith(PASSWORD)),
                [`${PASSWORD} application-B`, `${PASSWORD} application-C`],
            );
            assert.deepEqual(registry.get(PASSWORD, "application-B").inputs, {
                length: 32,
                special: false,
            });
            assert.deepEqual(registry.get(SECRET, "application-app").inputs["stringData"], {
                A: "given",
                B: "made up",
                C: "made up",
            });
            assert.deepEqual(requests.get(SECRET, "application-app").waitsFor, [
                `${NAMESPACE} application`,
                `${PASSWORD} application-B`,
                `${PASSWORD} application-C`,
            ]);
        });

        it("can have made-up values only", async () => {
            const { registry } = await runProgram("dev", { appSecrets: '{"B": ""}' });
            assert.deepEqual(registry.get(SECRET, "application-app").inputs["stringData"], {
                B: "canary-random-password",
            });
        });
    });

    it("pulls with the registry's credentials, from the destination namespace", async () => {
        const { registry, requests } = await runProgram("dev", CREDENTIALS);
        assert.deepEqual(secretsOf(registry), ["application-pull", "application-read"]);
        const secret = registry.get(SECRET, "application-pull");
        assert.deepEqual(secret.inputs["metadata"], {
            name: "letsgo-app-registry",
            namespace: "letsgo-app-dev",
        });
        assert.equal(secret.inputs["type"], "kubernetes.io/dockerconfigjson");
        const data = secret.inputs["stringData"] as Record<string, string>;
        assert.deepEqual(Object.keys(data), [".dockerconfigjson"]);
        assert.deepEqual(JSON.parse(data[".dockerconfigjson"] ?? ""), {
            auths: {
                "ghcr.io": {
                    username: "robot",
                    password: "pass:word",
                    auth: Buffer.from("robot:pass:word").toString("base64"),
                },
            },
        });
        assert.deepEqual(secret.secretInputs, ["stringData"]);
        assert.deepEqual(requests.get(SECRET, "application-pull").waitsFor, [
            `${NAMESPACE} application`,
        ]);
    });

    it("is made after everything it needs, or it would not sync: and goes before it", async () => {
        const { requests } = await runProgram("dev", { ...CREDENTIALS, appSecrets: '{"A": "a"}' });
        assert.deepEqual(requests.get(APPLICATION, "application").waitsFor, [
            // Its branch.
            "github:index/repository:Repository repository",
            `${PROJECT} application-project`,
            `${NAMESPACE} application`,
            `${SECRET} application-app`,
            `${SECRET} application-pull`,
            `${SECRET} application-read`,
        ]);
    });

    it("is made after Argo CD, the repository and its files", async () => {
        const { requests, registry } = await runProgram("dev");
        const files = registry
            .list()
            .filter((line) => line.startsWith("github:index/repositoryFile:"));
        assert.ok(files.some((line) => line.includes(" environment:")));
        assert.ok(files.some((line) => line.includes(" repository:")));
        assert.deepEqual(
            requests.get(COMPONENT, "application").waitsFor,
            [
                "github:index/repository:Repository repository",
                ...files,
                `${NAMESPACE} argocd`,
                "kubernetes:helm.sh/v3:Release argocd-release",
            ].sort(),
        );
    });

    it("in a stack that joins: after its own files", async () => {
        const { requests, registry } = await runProgram("prod");
        const files = registry
            .list()
            .filter((line) => line.startsWith("github:index/repositoryFile:"));
        assert.equal(files.length, 3);
        assert.deepEqual(requests.get(COMPONENT, "application").waitsFor, files.sort());
    });

    it("its name is known once it is synced", async () => {
        const preview = await runProgram("dev", {}, { preview: true });
        assert.equal(preview.outputs["application"], "letsgo-app-dev");
        const { outputs } = await runProgram(
            "dev",
            {},
            { outputs: { [APPLICATION]: () => ({ metadata: { name: "as-made" } }) } },
        );
        assert.equal(outputs["application"], "as-made");
    });
});
