import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { makeProviders } from "../../components/providers";
import { runProgram } from "../support/program";
import { isOwn, Registry } from "../support/registry";

const READ = "kubernetes:core/v1:Namespace cluster-answers";

async function provide(args: Partial<Parameters<typeof makeProviders>[0]>): Promise<Registry> {
    const registry = new Registry();
    await registry.install();
    makeProviders({
        github: { owner: "acme", token: pulumi.secret("a-token") },
        cluster: {},
        ...args,
    });
    await registry.settle();
    return registry;
}

describe("the providers", () => {
    it("are told what was configured, and the secrets stay secret", async () => {
        const registry = await provide({
            github: {
                owner: "acme",
                token: pulumi.secret("a-token"),
                baseUrl: "https://git.example.com/",
            },
            cluster: { kubeconfig: pulumi.secret("kind: Config"), context: "blue" },
        });
        const gitHub = registry.get("pulumi:providers:github", "github");
        const { owner, token, baseUrl } = gitHub.inputs;
        assert.deepEqual(
            { owner, token, baseUrl },
            {
                owner: "acme",
                token: "a-token",
                baseUrl: "https://git.example.com/",
            },
        );
        assert.deepEqual(gitHub.secretInputs, ["token"]);
        const cluster = registry.get("pulumi:providers:kubernetes", "cluster");
        assert.equal(cluster.inputs["kubeconfig"], "kind: Config");
        assert.equal(cluster.inputs["context"], "blue");
        assert.deepEqual(cluster.secretInputs, ["kubeconfig"]);
    });

    it("change a Secret where it stands, so that nobody finds it missing meanwhile", async () => {
        const registry = await provide({});
        const { inputs } = registry.get("pulumi:providers:kubernetes", "cluster");
        assert.equal(String(inputs["enableSecretMutable"]), "true");
    });

    it("send requests to GitHub one by one, and again where that may help", async () => {
        const { inputs } = (await provide({})).get("pulumi:providers:github", "github");
        const options = Object.entries(inputs).filter(
            ([name]) => !["owner", "token", "baseUrl"].includes(name),
        );
        // The values of a provider are text.
        assert.deepEqual(
            Object.fromEntries(options.map(([name, value]) => [name, JSON.parse(String(value))])),
            {
                legacyClient: true,
                parallelRequests: false,
                writeDelayMs: 1000,
                retryableErrors: [409, 429, 500, 502, 503, 504],
                maxRetries: 4,
                retryDelayMs: 2000,
            },
        );
    });

    it("talk to github.com when no other server is configured, whatever the environment says", async () => {
        const registry = await provide({});
        assert.equal(
            registry.get("pulumi:providers:github", "github").inputs["baseUrl"],
            "https://api.github.com/",
        );
    });

    it("take the ambient kubeconfig and its current context by default", async () => {
        const registry = await provide({});
        const { inputs } = registry.get("pulumi:providers:kubernetes", "cluster");
        assert.equal(inputs["context"], undefined);
        assert.equal(inputs["kubeconfig"], process.env["KUBECONFIG"]);
    });

    it("read a namespace that every cluster has, and make nothing", async () => {
        const registry = await provide({});
        assert.deepEqual(registry.list(), [READ]);
        const [type = "", name = ""] = READ.split(" ");
        const read = registry.get(type, name);
        assert.equal(read.id, "kube-system");
        assert.match(read.provider, /::cluster::cluster-id$/);
    });

    it("let nothing be made, on GitHub either, before the cluster has answered", async () => {
        for (const stack of ["dev", "prod"]) {
            const { requests } = await runProgram(stack);
            const atTop = [
                "GitOpsRepository repository",
                "EnvironmentFiles environment",
                "DeployKey read-key",
                "WriteAccess write",
                "ArgoCd argocd",
            ];
            for (const component of atTop) {
                const [type = "", name = ""] = component.split(" ");
                const request = requests.get(`argocd-image-drift:index:${type}`, name);
                assert.deepEqual(request.waitsFor, [READ], component);
            }
        }
    });

    it("are the ones everything is made with", async () => {
        const { registry } = await runProgram("dev", { appSecrets: '{"MADE_UP": ""}' });
        const used: Record<string, string> = {
            kubernetes: "kubernetes::cluster::cluster-id",
            github: "github::github::github-id",
            tls: "tls::tls::tls-id",
            random: "random::random::random-id",
        };
        for (const { type, name, provider } of registry.resources) {
            if (isOwn(type) || type.startsWith("pulumi:")) {
                continue;
            }
            const expected = used[type.split(":")[0] ?? ""] ?? "none";
            assert.ok(provider.endsWith(`:providers:${expected}`), `${type} ${name}: ${provider}`);
        }
    });
});
