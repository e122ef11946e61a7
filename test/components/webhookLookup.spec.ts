import assert from "node:assert/strict";

import { repositoryDescription } from "../../components/repositoryDescription";
import { type GitHubWebhook, runProgram } from "../support/program";

const HOOK = "github:index/repositoryWebhook:RepositoryWebhook";

const HOST = "argocd.example.com";
const WEBHOOKS = { ingressHost: HOST };

describe("webhooks of a run that was killed", () => {
    const PUSH = { id: 7, url: `https://${HOST}/api/webhook` };
    const PACKAGE = { id: 8, url: `https://${HOST}/webhook?type=ghcr.io` };

    async function importsWith(webhooks: readonly GitHubWebhook[], calls = {}) {
        const repository = { description: repositoryDescription("letsgo-app") };
        const { requests } = await runProgram("dev", WEBHOOKS, {
            gitHub: { repository, webhooks },
            calls,
        });
        return ["push", "package"].map((hop) => requests.get(HOOK, `webhooks-${hop}`).importId);
    }

    it("are found again by where they send to", async () => {
        const webhooks = [PUSH, PACKAGE].map((hook) => ({ ...hook, known: false }));
        assert.deepEqual(await importsWith(webhooks), ["letsgo-gitops/7", "letsgo-gitops/8"]);
    });

    it("are not looked for among those that the state has", async () => {
        const webhooks = [
            { ...PUSH, known: true },
            { ...PACKAGE, known: false },
        ];
        assert.deepEqual(await importsWith(webhooks), ["", "letsgo-gitops/8"]);
    });

    it("are not mistaken for other people's", async () => {
        const webhooks = [
            { id: 7, url: "https://ci.example.com/api/webhook", known: false },
            { id: 8, url: `https://${HOST}/webhook?type=docker.io`, known: false },
        ];
        assert.deepEqual(await importsWith(webhooks), ["", ""]);
    });

    it("are left alone where the engine does not tell what the state has", async () => {
        const refused = () => {
            throw new Error("no backend client is available");
        };
        const webhooks = [{ ...PUSH, known: false }];
        assert.deepEqual(
            await importsWith(webhooks, { "pulumi:pulumi:readStackResourceOutputs": refused }),
            ["", ""],
        );
    });

    it("are asked for by their repository and this stack, and only with webhooks", async () => {
        const repository = { description: repositoryDescription("letsgo-app") };
        const asked = async (config: Readonly<Record<string, string>>) => {
            const gitHub = { repository, webhooks: [{ ...PUSH, known: true }] };
            const { registry } = await runProgram("dev", config, { gitHub });
            return registry.calls
                .filter(({ token }) => /getRestApi|readStack/.test(token))
                .map(({ inputs }) => inputs)
                .filter(({ endpoint }) => !/^repos\/[^/]+\/[^/]+$/.test(String(endpoint)));
        };
        assert.deepEqual(await asked({}), []);
        assert.deepEqual(await asked(WEBHOOKS), [
            { endpoint: "repos/Letsgo/letsgo-gitops/hooks?per_page=100" },
            { stackName: "acme/argocd-image-drift/dev" },
        ]);
    });
});
