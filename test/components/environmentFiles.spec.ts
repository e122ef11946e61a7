import assert from "node:assert/strict";

import { EnvironmentFiles } from "../../components/environmentFiles";
import { imageUpdatesWorkflow, overlayFile, settingsFiles } from "../../components/manifests";
import { environmentSettings } from "../../stacks";
import { GHCR_APP } from "../manifests/sampleApps";
import { dev } from "../../stacks/dev";
import { Registry } from "../support/registry";
import { Requests } from "../support/requests";

const FILE = "github:index/repositoryFile:RepositoryFile";
const FOLDER = "manifests/overlays/development";
const OVERLAY = `${FOLDER}/kustomization.yaml`;
const SETTINGS = [`${FOLDER}/settings/kustomization.yaml`, `${FOLDER}/settings/objects.yaml`];

const WORKFLOW = ".github/workflows/image-updates-development.yml";

async function make(
    inGit: Readonly<Record<string, string>> = {},
    pullRequests?: { readonly autoMerge: boolean },
) {
    const registry = new Registry();
    await registry.install();
    const requests = new Requests();
    const settings = environmentSettings(dev, {});
    const asked: string[] = [];
    new EnvironmentFiles(
        "environment",
        {
            repository: { name: "gitops", branch: "main" },
            argoNamespace: "argocd",
            pullRequests,
            app: GHCR_APP,
            settings,
            namespace: "letsgo-app-dev",
            found: {
                seed: (path, ours) => {
                    asked.push(path);
                    return Promise.resolve(inGit[path] ?? ours);
                },
            },
        },
        {},
    );
    await registry.settle();
    const rendered = new Map(
        [
            overlayFile(GHCR_APP, "development", "letsgo-app-dev"),
            ...settingsFiles(GHCR_APP, settings, "letsgo-app-dev"),
        ].map(({ path, content }) => [path, content]),
    );
    return { registry, requests, rendered, asked };
}

describe("EnvironmentFiles", () => {
    it("is the overlay and its settings, nothing of base", async () => {
        const { registry, rendered } = await make();
        assert.deepEqual(
            registry.list(),
            [OVERLAY, ...SETTINGS].map((path) => `${FILE} environment:${path}`).sort(),
        );
        for (const [path, message] of [
            [OVERLAY, `Seed ${OVERLAY}`],
            ...SETTINGS.map((file) => [file, `Restore ${file}`] as const),
        ] as const) {
            assert.deepEqual(registry.get(FILE, `environment:${path}`).inputs, {
                repository: "gitops",
                file: path,
                content: rendered.get(path),
                commitMessage: message,
                overwriteOnCreate: true,
            });
        }
    });

    it("the overlay is Git's: its content is what Git has, and never written again", async () => {
        const { registry, requests, asked } = await make({ [OVERLAY]: "newTag: dev-1" });
        const overlay = registry.get(FILE, `environment:${OVERLAY}`);
        assert.equal(overlay.inputs["content"], "newTag: dev-1");
        assert.deepEqual(requests.get(FILE, `environment:${OVERLAY}`).ignoreChanges, [
            "content",
            "commitMessage",
            "commitAuthor",
            "commitEmail",
        ]);
        assert.deepEqual(asked, [OVERLAY]);
    });

    it("the settings are ours: Git's content is not looked at, every up restores them", async () => {
        const theirs = Object.fromEntries(SETTINGS.map((path) => [path, "theirs"]));
        const { registry, requests, rendered } = await make(theirs);
        for (const path of SETTINGS) {
            const { inputs } = registry.get(FILE, `environment:${path}`);
            assert.equal(inputs["content"], rendered.get(path));
            assert.deepEqual(requests.get(FILE, `environment:${path}`).ignoreChanges, []);
        }
    });

    it("the overlay comes after the settings it names", async () => {
        const { requests } = await make();
        assert.deepEqual(
            requests.get(FILE, `environment:${OVERLAY}`).waitsFor,
            SETTINGS.map((path) => `${FILE} environment:${path}`).sort(),
        );
        for (const path of SETTINGS) {
            assert.deepEqual(requests.get(FILE, `environment:${path}`).waitsFor, []);
        }
    });

    it("stays in Git when the stack goes", async () => {
        const { requests } = await make();
        for (const path of [OVERLAY, ...SETTINGS]) {
            const request = requests.get(FILE, `environment:${path}`);
            assert.equal(request.retainOnDelete, true, path);
            assert.equal(request.protect, false, path);
            assert.equal(request.importId, "", path);
        }
    });

    it("brings a workflow where the updater opens pull requests, and takes it away again", async () => {
        const { registry, requests } = await make({}, { autoMerge: true });
        const { inputs } = registry.get(FILE, `environment:${WORKFLOW}`);
        assert.equal(inputs["file"], WORKFLOW);
        assert.equal(
            inputs["content"],
            imageUpdatesWorkflow({
                overlay: "development",
                instance: "letsgo-app-dev",
                argoNamespace: "argocd",
                branch: "main",
                autoMerge: true,
            }).content,
        );
        const request = requests.get(FILE, `environment:${WORKFLOW}`);
        assert.equal(request.retainOnDelete, false);
        assert.deepEqual(request.ignoreChanges, []);
    });
});
