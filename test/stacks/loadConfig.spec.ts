import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { z } from "zod";

import { PLACEHOLDERS } from "../../stacks/config/placeholders";
import { environmentFor } from "../../stacks/environments";
import { loadConfig } from "../../stacks/loadConfig";
import type { StackConfig } from "../../stacks/stackConfig";
import { kubeconfigWith } from "../support/kubeconfigs";
import { Registry, valueOf } from "../support/registry";

const PROJECT = "argocd-image-drift";
const root = join(__dirname, "..", "..");
const CANARY = "canary-3b1f";

describe("loadConfig", () => {
    let registry: Registry;

    beforeEach(async () => {
        registry = new Registry();
        await registry.install();
    });

    it("says everything that is wrong in one message, and registers nothing", async () => {
        setConfig(
            {
                githubOwner: "acme--corp",
                githubTokn: CANARY,
                githubToken: `${CANARY} x`,
                kubeconfig: CANARY,
                registryPassword: CANARY,
                registryUsername: "bot",
                images: JSON.stringify([{ name: "backend", port: 80 }, { name: "backend" }]),
                constraints: JSON.stringify({ backend: "^one" }),
                updaterInterval: "-5s",
            },
            ["githubToken", "kubeconfig", "registryUsername", "githubTokn"],
        );
        assert.equal(
            failure("dev"),
            `The configuration of stack "dev" has 8 problems. Nothing was created or changed.

  githubOwner = "acme--corp"
      is no GitHub name (letters, digits and single inner hyphens)
      allowed: a GitHub user or organisation
      fix:     pulumi config set --stack dev githubOwner acme

  githubTokn
      is no configuration key; did you mean githubToken?
      allowed: the keys that docs/configuration.md lists
      fix:     pulumi config rm --stack dev githubTokn

  githubToken
      has spaces, line ends or control characters
      allowed: a personal access token
      fix:     pulumi config set --stack dev --secret githubToken

  kubeconfig
      is one line of text; give the file's content, not its path
      allowed: YAML with clusters, contexts and users
      fix:     pulumi config set --stack dev --secret kubeconfig < ~/.kube/config

  registryPassword
      is a secret and stored as plain text; if the file has been shared, revoke the old value
      allowed: an encrypted value
      fix:     pulumi config set --stack dev --secret registryPassword

  images[0].port = 80
      is below 1024
      allowed: a port from 1024 to 65535
      fix:     pulumi config set --stack dev --path 'images[0].port' 8080

  constraints.backend = "^one"
      is not a semver constraint
      allowed: a constraint such as ^1.0 or ~1.0.3
      fix:     pulumi config set --stack dev --path constraints.backend '~1.1'

  updaterInterval = "-5s"
      is not a duration in hours, minutes and seconds
      allowed: a duration from 5s to 24h
      fix:     pulumi config set --stack dev updaterInterval 60s`,
        );
        await registry.settle();
        assert.deepEqual(registry.resources, []);
    });

    it("says a single problem in the singular", () => {
        setConfig({ githubOwner: "acme" }, []);
        assert.match(failure("dev"), /^The configuration of stack "dev" has 1 problem\. /);
    });

    it("never shows a secret, however wrong it is", () => {
        const secrets = [
            "githubToken",
            "gitToken",
            "githubAppPrivateKey",
            "kubeconfig",
            "registryUsername",
            "registryPassword",
            "appSecrets",
        ];
        for (const kept of [secrets, []]) {
            setConfig(Object.fromEntries(secrets.map((key) => [key, `${CANARY} \n: [`])), kept);
            const message = failure("dev");
            for (const key of secrets) {
                assert.ok(message.includes(`  ${key}\n`), `${key} is not in\n${message}`);
            }
            assert.ok(!message.includes(CANARY), message);
        }
    });

    it("never shows a value of appSecrets, nor a token within the kubeconfig", () => {
        setConfig(
            {
                githubOwner: "acme",
                githubToken: "ghp_x",
                appSecrets: JSON.stringify({ A: [CANARY], "B-C": CANARY }),
                kubeconfig: kubeconfigWith([]),
            },
            ["githubToken", "appSecrets", "kubeconfig"],
        );
        const message = failure("dev");
        assert.match(message, / {2}appSecrets\.A\n/);
        assert.ok(!message.includes("canary"), message);
    });

    it("refuses other keys as secrets, because it could not keep them", () => {
        setConfig({ githubOwner: CANARY, githubToken: "ghp_x" }, ["githubOwner", "githubToken"]);
        const message = failure("dev");
        assert.match(message, /githubOwner\n {6}is stored as a secret, but its value appears/);
        assert.match(message, /fix: {5}pulumi config set --stack dev githubOwner acme$/);
        assert.ok(!message.includes(CANARY), message);
    });

    it("says that keys of providers have no effect", () => {
        pulumi.runtime.setAllConfig(
            {
                [`${PROJECT}:githubOwner`]: "acme",
                [`${PROJECT}:githubToken`]: "ghp_x",
                "github:owner": "acme",
                "pulumi:disable-default-providers": "[]",
                "aws:region": "eu-west-1",
            },
            [`${PROJECT}:githubToken`],
        );
        assert.match(failure("dev"), /has 1 problem.*\n\n {2}github:owner\n {6}has no effect/);
    });

    it("hands secrets over as secret outputs, and nothing else as outputs", async () => {
        setConfig(
            {
                githubOwner: "Acme",
                githubToken: "ghp_token",
                kubeconfig: kubeconfigWith(["a"], "a"),
                gitAuth: "token",
                gitToken: "ghp_git",
                registryUsername: "bot",
                registryPassword: "pw",
                appSecrets: JSON.stringify({ GIVEN: "x", GENERATED: "" }),
                githubBaseUrl: "https://git.example.com/",
                knownHosts: "# comment\ngit.example.com ssh-ed25519 AAAA\n",
                appHost: "app.example.com",
                ingressClassName: "nginx",
                images: JSON.stringify([{ name: "worker", port: 8081, strategy: "newest-build" }]),
                projectExtraKinds: JSON.stringify(["batch/CronJob", "ServiceAccount"]),
                argoCdChart: JSON.stringify({ chart: "./charts/argo-cd" }),
                updaterChart: JSON.stringify({ repository: "https://charts.example.com" }),
            },
            [
                "githubToken",
                "kubeconfig",
                "gitToken",
                "registryUsername",
                "registryPassword",
                "appSecrets",
            ],
        );
        const config = loadConfig("dev", environmentFor("dev"));
        assert.deepEqual(await plain(config), {
            github: {
                owner: "Acme",
                token: "secret ghp_token",
                baseUrl: "https://git.example.com/",
                host: "git.example.com",
            },
            cluster: { kubeconfig: `secret ${kubeconfigWith(["a"], "a")}` },
            repository: {
                name: "letsgo-app",
                mode: "create",
                visibility: "private",
                deleteOnDestroy: false,
                codeOwners: [],
            },
            git: {
                auth: "token",
                token: "secret ghp_git",
                knownHosts: ["git.example.com ssh-ed25519 AAAA"],
                keysGeneration: 1,
            },
            argoCd: {
                install: true,
                namespace: "argocd",
                chart: { chart: "./charts/argo-cd" },
                values: {},
                gitPollIntervalSeconds: 30,
                usedBy: [],
            },
            updater: {
                chart: {
                    chart: "argocd-image-updater",
                    repository: "https://charts.example.com",
                    version: "1.2.4",
                },
                values: {},
                intervalSeconds: 60,
            },
            registry: { host: "ghcr.io", username: "secret bot", password: "secret pw" },
            builds: { platforms: ["linux/amd64"], provenance: "auto" },
            app: {
                name: "letsgo-app",
                images: [
                    {
                        name: "worker",
                        repository: "ghcr.io/acme/letsgo-app-worker",
                        port: 8081,
                        context: "apps/worker",
                        readinessPath: "/readyz",
                        livenessPath: "/healthz",
                        strategy: "newest-build",
                    },
                ],
                host: "app.example.com",
                ingressClassName: "nginx",
            },
            secrets: 'secret {"GIVEN":"x"}',
            generatedSecrets: ["GENERATED"],
            extraKinds: [
                { group: "batch", kind: "CronJob" },
                { group: "", kind: "ServiceAccount" },
            ],
            updates: { paused: false, pins: {}, constraints: {} },
        });
    });

    for (const stack of ["dev", "staging", "prod"]) {
        describe(`Pulumi.${stack}.yaml`, () => {
            const file = z
                .object({ config: z.record(z.string(), z.unknown()) })
                .parse(parse(readFileSync(join(root, `Pulumi.${stack}.yaml`), "utf8")));
            const values = Object.fromEntries(
                Object.entries(file.config)
                    .filter(([key]) => key.startsWith(`${PROJECT}:`))
                    .map(([key, value]) => [key.slice(PROJECT.length + 1), String(value)]),
            );

            it("is refused as it is, by the names of its placeholders and for its token", () => {
                setConfig(values, []);
                const message = failure(stack);
                assert.match(message, /has 2 problems/);
                assert.match(
                    message,
                    / {2}githubOwner = "your-github-owner"\n {6}is the placeholder of the sample/,
                );
                assert.match(message, / {2}githubToken\n {6}is missing/);
            });

            it("is complete once those are replaced", () => {
                setConfig({ ...values, githubOwner: "acme", githubToken: "ghp_x" }, [
                    "githubToken",
                ]);
                assert.equal(
                    loadConfig(stack, environmentFor(stack)).repository.mode,
                    stack === "dev" ? "create" : "join",
                );
            });

            it("has no placeholder that would not be noticed", () => {
                const yours = JSON.stringify(values).match(/your-[a-z-]+/g) ?? [];
                assert.deepEqual([...new Set(yours)], PLACEHOLDERS);
            });

            it("makes every provider an explicit one", () => {
                assert.deepEqual(file.config["pulumi:disable-default-providers"], [
                    "kubernetes",
                    "github",
                    "random",
                    "tls",
                ]);
            });
        });
    }
});

function setConfig(values: Readonly<Record<string, string>>, secretKeys: readonly string[]): void {
    const withPrefix = (key: string) => `${PROJECT}:${key}`;
    pulumi.runtime.setAllConfig(
        Object.fromEntries(Object.entries(values).map(([key, value]) => [withPrefix(key), value])),
        secretKeys.map(withPrefix),
    );
}

function failure(stack: string): string {
    try {
        loadConfig(stack, environmentFor(stack));
    } catch (error) {
        assert.ok(pulumi.RunError.isInstance(error), String(error));
        return error.message;
    }
    assert.fail("the configuration was taken");
}

/** The configuration with its outputs replaced by text that says whether they were secret. */
async function plain(config: StackConfig): Promise<unknown> {
    const resolve = async (value: unknown): Promise<unknown> => {
        if (pulumi.Output.isInstance(value)) {
            const text = await valueOf(value);
            const kept = await pulumi.isSecret(value);
            return `${kept ? "secret" : "plain"} ${typeof text === "string" ? text : JSON.stringify(text)}`;
        }
        if (Array.isArray(value)) {
            return Promise.all(value.map(resolve));
        }
        if (typeof value === "object" && value !== null) {
            const entries = Object.entries(value).filter(([, item]) => item !== undefined);
            return Object.fromEntries(
                await Promise.all(
                    entries.map(async ([key, item]) => [key, await resolve(item)] as const),
                ),
            );
        }
        return value;
    };
    return resolve(config);
}
