import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

import { VERSION_TAGS } from "../components";
import shop from "../examples/shop/index";

import { gitHubCalls, PROVIDER_OUTPUTS } from "./support/program";
import { isOwn, Registry } from "./support/registry";
import { warningsOf } from "./support/warnings";

const FILE = "github:index/repositoryFile:RepositoryFile";

/** Runs examples/shop on an empty account and an empty cluster. */
async function runShop(): Promise<{ registry: Registry; outputs: unknown; warnings: string[] }> {
    const registry = new Registry({
        project: "shop",
        stack: "production",
        calls: gitHubCalls({}, "dev"),
        outputs: PROVIDER_OUTPUTS,
    });
    await registry.install();
    const secrets = {
        "shop:githubToken": "canary-token",
        "shop:registryUsername": "canary-username",
        "shop:registryPassword": "canary-password",
    };
    pulumi.runtime.setAllConfig({ "shop:githubOwner": "Letsgo", ...secrets }, Object.keys(secrets));
    let outputs: unknown;
    const warnings = await warningsOf(async () => {
        await pulumi.runtime.runInPulumiStack(async () => {
            const given: pulumi.Inputs = await shop();
            outputs = await pulumi.runtime.serializeProperties("outputs", given);
            return given;
        });
        await registry.settle();
    });
    return { registry, outputs, warnings };
}

const BASE = ["cart", "catalog", "web"].flatMap((name) => [
    `manifests/base/${name}-deployment.yaml`,
    ...[".dockerignore", "Dockerfile", "answer.go", "go.mod", "main.go"].map(
        (file) => `services/${name}/${file}`,
    ),
]);

describe("examples/shop", () => {
    it("makes a repository, Argo CD, the updater and one environment, and warns of nothing", async () => {
        const { registry, outputs, warnings } = await runShop();
        assert.deepEqual(warnings, []);
        assert.deepEqual(
            registry.list(),
            [
                ...BASE.map((path) => `${FILE} repository:${path}`),
                ...["configmap", "ingress", "kustomization", "secret", "storage"].map(
                    (name) => `${FILE} repository:manifests/base/${name}.yaml`,
                ),
                `${FILE} repository:.github/workflows/build-and-push.yml`,
                `${FILE} repository:README.md`,
                ...["kustomization", "settings/kustomization", "settings/objects"].map(
                    (name) => `${FILE} environment:manifests/overlays/production/${name}.yaml`,
                ),
                "github:index/repository:Repository repository",
                "github:index/actionsSecret:ActionsSecret repository:REGISTRY_PASSWORD",
                "github:index/actionsSecret:ActionsSecret repository:REGISTRY_USERNAME",
                ...["read", "write"].flatMap((access) => [
                    `github:index/repositoryDeployKey:RepositoryDeployKey ${access}-key-1`,
                    `tls:index/privateKey:PrivateKey ${access}-key-1`,
                ]),
                "kubernetes:core/v1:Namespace cluster-answers",
                "kubernetes:core/v1:Namespace argocd",
                "kubernetes:helm.sh/v3:Release argocd-release",
                "kubernetes:helm.sh/v3:Release image-updater",
                "kubernetes:networking.k8s.io/v1:NetworkPolicy image-updater",
                "kubernetes:core/v1:Namespace application",
                "kubernetes:core/v1:Secret application-pull",
                "kubernetes:core/v1:Secret application-read",
                "kubernetes:argoproj.io/v1alpha1:AppProject application-project",
                "kubernetes:argoproj.io/v1alpha1:Application application",
                "kubernetes:core/v1:Secret image-update-registry",
                "kubernetes:core/v1:Secret image-update-write",
                "kubernetes:argocd-image-updater.argoproj.io/v1alpha1:ImageUpdater image-update",
            ].sort(),
        );
        assert.deepEqual(outputs, {
            application: "shop-production",
            repositoryUrl: "https://github.com/Letsgo/shop",
            trackedImages: ["web", "cart", "catalog"].map((name) => ({
                image: `registry.shop.example/shop/${name}`,
                strategy: "semver",
                constraint: "^2.0",
                allowTags: VERSION_TAGS,
            })),
        });
    });

    it("leaves nothing to a default provider, and shows no secret", async () => {
        const { registry } = await runShop();
        const custom = registry.resources.filter(
            ({ type }) => !isOwn(type) && !type.startsWith("pulumi:"),
        );
        for (const { type, name, provider } of custom) {
            assert.notEqual(provider, "", `${type} ${name} has no explicit provider`);
        }
        const plain = registry.resources.map(({ inputs, secretInputs }) =>
            Object.entries(inputs).filter(([key]) => !secretInputs.some((at) => at === key)),
        );
        assert.match(JSON.stringify(registry.resources), /canary-password/);
        assert.doesNotMatch(JSON.stringify(plain), /canary/);
    });

    it("has the files of a program of one's own: dependencies, compiler, stack", () => {
        const { dependencies, devDependencies } = packageFile("examples/shop/package.json");
        const own = packageFile("package.json");
        assert.deepEqual(Object.keys(dependencies), ["@pulumi/pulumi", own.name]);
        // The very versions: objects of the one are handed to the other.
        for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
            const expected =
                name === own.name
                    ? `file:../${own.name}/${own.name}-${own.version}.tgz`
                    : (own.dependencies[name] ?? own.devDependencies[name]);
            assert.equal(version, expected, name);
        }
    });
});

function packageFile(path: string) {
    return z
        .object({
            name: z.string(),
            version: z.string().default(""),
            dependencies: z.record(z.string(), z.string()),
            devDependencies: z.record(z.string(), z.string()),
        })
        .parse(JSON.parse(readFileSync(join(__dirname, "..", path), "utf8")));
}
