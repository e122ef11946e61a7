import assert from "node:assert/strict";

import { runProgram } from "../support/program";

const RELEASE = "kubernetes:helm.sh/v3:Release";
const COMPONENT = "argocd-image-drift:index:ImageUpdater";

async function release(config: Readonly<Record<string, string>> = {}) {
    const { registry } = await runProgram("dev", config);
    return registry.get(RELEASE, "image-updater").inputs as Record<string, unknown> & {
        values: Record<string, unknown> & { config: Record<string, unknown> };
    };
}

describe("ImageUpdater", () => {
    it("installs the chart that the values are written for, beside Argo CD", async () => {
        const { values, ...inputs } = await release({ argoCdNamespace: "gitops" });
        assert.deepEqual(inputs, {
            name: "argocd-image-updater",
            namespace: "gitops",
            chart: "argocd-image-updater",
            version: "1.2.4",
            repositoryOpts: { repo: "https://argoproj.github.io/argo-helm" },
            timeout: 600,
            // The provider's own.
            compat: "true",
        });
        assert.deepEqual(values["crds"], { install: true, keep: false });
        assert.equal(values["createClusterRoles"], false);
        assert.equal(values.config["interval"], "60s");
        assert.ok(!("registries" in values.config));
    });

    it("takes the chart from where it is configured", async () => {
        const { chart, version, repositoryOpts } = await release({
            updaterChart: '{"repository": "https://charts.example.com", "version": "1.2.9"}',
        });
        assert.deepEqual(
            { chart, version, repositoryOpts },
            {
                chart: "argocd-image-updater",
                version: "1.2.9",
                repositoryOpts: { repo: "https://charts.example.com" },
            },
        );
        const local = await release({ updaterChart: "./updater.tgz" });
        assert.equal(local["chart"], "./updater.tgz");
        assert.equal(local["version"], undefined);
        assert.equal(local["repositoryOpts"], undefined);
    });

    it("passes interval and registry on, and merges the configured values last", async () => {
        const { values } = await release({
            registry: "registry.example.com:5000",
            registryEndpoint: "http://mirror.example.com",
            updaterInterval: "15s",
            updaterValues: JSON.stringify({
                createClusterRoles: true,
                config: { "log.format": "text" },
                nodeSelector: { pool: "system" },
            }),
        });
        assert.equal(values.config["interval"], "15s");
        assert.deepEqual(values.config["registries"], [
            {
                name: "registry.example.com:5000",
                prefix: "registry.example.com:5000",
                api_url: "http://mirror.example.com",
                limit: 20,
            },
        ]);
        assert.equal(values.config["log.format"], "text");
        assert.equal(values["createClusterRoles"], true);
        assert.deepEqual(values["nodeSelector"], { pool: "system" });
        assert.deepEqual(values["crds"], { install: true, keep: false });
    });

    for (const [usedBy, protect] of [
        ['["prod"]', true],
        ["[]", false],
    ] as const) {
        it(`used by ${usedBy}: ${protect ? "is" : "is not"} protected`, async () => {
            const { requests } = await runProgram("dev", { usedBy });
            assert.equal(requests.get(RELEASE, "image-updater").protect, protect);
            assert.equal(requests.get(RELEASE, "image-updater").retainOnDelete, false);
        });
    }

    it("comes after Argo CD, whose namespace and definitions it needs", async () => {
        const { requests } = await runProgram("dev");
        assert.deepEqual(requests.get(COMPONENT, "image-updater").waitsFor, [
            "kubernetes:core/v1:Namespace argocd",
            `${RELEASE} argocd-release`,
        ]);
    });

    it("not to be installed: nothing is made", async () => {
        const { registry } = await runProgram("prod");
        assert.throws(() => registry.get(RELEASE, "image-updater"), /0 resources/);
    });
});
