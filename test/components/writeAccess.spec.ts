import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { WriteAccess } from "../../components/writeAccess";
import { APP_KEY } from "../support/privateKeys";
import { runProgram } from "../support/program";
import { Registry, valueOf } from "../support/registry";

const SETTING = {
    repository: { name: "gitops", plainName: "gitops", deletedWith: undefined },
    title: "shop-dev",
    generation: 3,
    found: { fullName: "acme/gitops", deployKeys: [] },
};

describe("WriteAccess", () => {
    it("deployKey: a key of its own that may push", async () => {
        const registry = new Registry({
            outputs: {
                "tls:index/privateKey:PrivateKey": () => ({
                    privateKeyOpenssh: "our private half",
                    publicKeyOpenssh: "ssh-ed25519 AAAAours",
                }),
            },
        });
        await registry.install();
        const { credentials } = new WriteAccess("write", { ...SETTING, auth: "deployKey" }, {});
        await registry.settle();
        assert.ok(credentials.type === "deployKey");
        const privateKey = pulumi.output(credentials.privateKey);
        assert.equal(await valueOf(privateKey), "our private half");
        assert.equal(await pulumi.isSecret(privateKey), true);
        assert.deepEqual(registry.list(), [
            "github:index/repositoryDeployKey:RepositoryDeployKey write-key-3",
            "tls:index/privateKey:PrivateKey write-key-3",
        ]);
        const { inputs } = registry.get(
            "github:index/repositoryDeployKey:RepositoryDeployKey",
            "write-key-3",
        );
        assert.equal(inputs["readOnly"], false);
        assert.equal(inputs["title"], "shop-dev-write-3");
    });

    it("token: the token, secret even if it came in plain, and no key at all", async () => {
        const registry = new Registry();
        await registry.install();
        const { credentials } = new WriteAccess(
            "write",
            { ...SETTING, auth: "token", token: "a-token" },
            {},
        );
        await registry.settle();
        assert.ok(credentials.type === "token");
        const token = pulumi.output(credentials.token);
        assert.equal(await valueOf(token), "a-token");
        assert.equal(await pulumi.isSecret(token), true);
        assert.deepEqual(registry.list(), []);
    });

    it("token without one: stops", async () => {
        await new Registry().install();
        assert.throws(
            () => new WriteAccess("write", { ...SETTING, auth: "token" }, {}),
            /`token` is missing/,
        );
    });
});

describe("WriteAccess as an App", () => {
    const APP = { id: 7, installationId: 70, apiUrl: "https://git.example.com/api/v3" };

    it("githubApp: the App, its key secret even if it came in plain, and no deploy key", async () => {
        const registry = new Registry();
        await registry.install();
        const { credentials } = new WriteAccess(
            "write",
            { ...SETTING, auth: "githubApp", app: { ...APP, privateKey: "a-key" } },
            {},
        );
        await registry.settle();
        assert.ok(credentials.type === "githubApp");
        const { privateKey, ...rest } = credentials.app;
        assert.deepEqual(rest, APP);
        assert.equal(await valueOf(pulumi.output(privateKey)), "a-key");
        assert.equal(await pulumi.isSecret(pulumi.output(privateKey)), true);
        assert.deepEqual(registry.list(), []);
    });

    it("githubApp without one: stops", async () => {
        await new Registry().install();
        assert.throws(
            () => new WriteAccess("write", { ...SETTING, auth: "githubApp" }, {}),
            /`app` is missing/,
        );
    });
});

describe("how the updater writes", () => {
    const SECRET = "kubernetes:core/v1:Secret";
    const UPDATER = "kubernetes:argocd-image-updater.argoproj.io/v1alpha1:ImageUpdater";
    const APP = {
        gitAuth: "githubApp",
        githubAppId: "7",
        githubAppInstallationId: "70",
        githubAppPrivateKey: APP_KEY,
    };
    const WRITE_KEY = "github:index/repositoryDeployKey:RepositoryDeployKey write-key-1";

    it("with a deploy key: over SSH, by a URL that Argo CD does not read", async () => {
        const { registry } = await runProgram("dev");
        const read = stringData(registry, "application-read");
        const write = stringData(registry, "image-update-write");
        assert.deepEqual(write, {
            type: "git",
            url: "ssh://git@github.com:22/Letsgo/letsgo-gitops.git",
            project: "letsgo-app-dev",
            sshPrivateKey: "canary-private-key",
        });
        assert.deepEqual(read, {
            type: "git",
            url: "git@github.com:Letsgo/letsgo-gitops.git",
            project: "letsgo-app-dev",
            sshPrivateKey: "canary-private-key",
        });
        assert.equal(repositoryOf(registry), write["url"]);
        assert.ok(registry.list().includes(WRITE_KEY));
    });

    it("with a token: over HTTPS, and there is no key that may push", async () => {
        const { registry } = await runProgram("dev", { gitAuth: "token", gitToken: "a-token" });
        const write = stringData(registry, "image-update-write");
        assert.deepEqual(write, {
            type: "git",
            url: "https://github.com/Letsgo/letsgo-gitops.git",
            project: "letsgo-app-dev",
            username: "x-access-token",
            password: "a-token",
        });
        assert.equal(repositoryOf(registry), write["url"]);
        assert.deepEqual(
            registry.list().filter((line) => line.includes("write-key")),
            [],
        );
        // Argo CD reads with its key as ever.
        assert.equal(
            stringData(registry, "application-read")["url"],
            "git@github.com:Letsgo/letsgo-gitops.git",
        );
    });

    it("as an App: over HTTPS, with what it needs to be given tokens", async () => {
        const { registry } = await runProgram("dev", APP);
        const write = stringData(registry, "image-update-write");
        assert.deepEqual(write, {
            type: "git",
            url: "https://github.com/Letsgo/letsgo-gitops.git",
            project: "letsgo-app-dev",
            githubAppID: "7",
            githubAppInstallationID: "70",
            githubAppPrivateKey: APP_KEY,
        });
        assert.equal(repositoryOf(registry), write["url"]);
        assert.deepEqual(
            registry.list().filter((line) => line.includes("write-key")),
            [],
        );
        assert.deepEqual(registry.get(SECRET, "image-update-write").secretInputs, ["stringData"]);
    });

    it("on an Enterprise server: at its host", async () => {
        const enterprise = {
            githubBaseUrl: "https://git.example.com/",
            knownHosts: "git.example.com ssh-ed25519 AAAA",
        };
        const { registry } = await runProgram("dev", enterprise);
        assert.equal(
            stringData(registry, "application-read")["url"],
            "git@git.example.com:Letsgo/letsgo-gitops.git",
        );
        assert.equal(
            stringData(registry, "image-update-write")["url"],
            "ssh://git@git.example.com:22/Letsgo/letsgo-gitops.git",
        );
        const app = await runProgram("dev", { ...enterprise, ...APP });
        const fields = stringData(app.registry, "image-update-write");
        assert.equal(fields["url"], "https://git.example.com/Letsgo/letsgo-gitops.git");
        assert.equal(fields["githubAppEnterpriseBaseUrl"], "https://git.example.com/api/v3");
        const token = await runProgram("dev", { ...enterprise, gitAuth: "token", gitToken: "t" });
        assert.equal(
            stringData(token.registry, "image-update-write")["url"],
            "https://git.example.com/Letsgo/letsgo-gitops.git",
        );
    });

    it("never with the checks of host keys or certificates switched off", async () => {
        const modes: Record<string, string>[] = [{}, { gitAuth: "token", gitToken: "t" }, APP];
        for (const given of modes) {
            const { registry } = await runProgram("dev", given);
            for (const name of ["application-read", "image-update-write"]) {
                const switches = ["insecure", "insecureIgnoreHostKey", "forceHttpBasicAuth"];
                const fields = Object.keys(stringData(registry, name));
                assert.deepEqual(
                    fields.filter((field) => switches.includes(field)),
                    [],
                );
            }
        }
    });

    function stringData(registry: Registry, name: string): Record<string, string> {
        return registry.get(SECRET, name).inputs["stringData"] as Record<string, string>;
    }

    function repositoryOf(registry: Registry): string {
        const { spec } = registry.get(UPDATER, "image-update").inputs as {
            spec: {
                applicationRefs: {
                    writeBackConfig: { gitConfig: { repository: string } };
                }[];
            };
        };
        return spec.applicationRefs[0]?.writeBackConfig.gitConfig.repository ?? "";
    }
});
