import assert from "node:assert/strict";

import type * as pulumi from "@pulumi/pulumi";

import { repositoryDescription } from "../../components/repositoryDescription";
import { type GitHubState, runProgram } from "../support/program";
import { restCalls } from "../support/restApi";
import { warningsOf } from "../support/warnings";
import { type Registry, valueOf } from "../support/registry";

const FILE = "github:index/repositoryFile:RepositoryFile";
const REPOSITORY = "github:index/repository:Repository";
const ALERTS = "github:index/repositoryVulnerabilityAlerts:RepositoryVulnerabilityAlerts";
const OVERLAY = "environment:manifests/overlays/development/kustomization.yaml";
const SETTINGS = "environment:manifests/overlays/development/settings/kustomization.yaml";
const BASE = "repository:manifests/base/backend-deployment.yaml";
const WORKFLOW = "repository:.github/workflows/build-and-push.yml";

const OURS = { description: repositoryDescription("letsgo-app") };

function content(registry: Registry, name: string): string {
    return String(registry.get(FILE, name).inputs["content"]);
}

describe("GitOpsRepository", () => {
    it("makes a repository with one first commit, and nothing GitHub would charge for", async () => {
        const { registry } = await runProgram("dev");
        assert.deepEqual(registry.get(REPOSITORY, "repository").inputs, {
            name: "letsgo-gitops",
            description: "GitOps repository of letsgo-app, kept by argocd-image-drift",
            visibility: "private",
            autoInit: true,
            hasIssues: true,
            hasProjects: false,
            hasWiki: false,
            deleteBranchOnMerge: true,
            archiveOnDestroy: false,
        });
        const options = registry.optionsOf(REPOSITORY, "repository");
        assert.equal(options.import, undefined);
        // What it does not give stays as people set it; what it gives it keeps.
        const ignored = options.ignoreChanges ?? [];
        assert.ok(ignored.includes("autoInit") && ignored.includes("allowSquashMerge"));
        assert.ok(!ignored.includes("visibility") && !ignored.includes("description"));
    });

    it("takes over the settings that are configured, and no others", async () => {
        const { registry } = await runProgram("dev", {
            repositoryTopics: '["gitops"]',
            mergeMethods: '["squash"]',
            vulnerabilityAlerts: "true",
        });
        const { inputs } = registry.get(REPOSITORY, "repository");
        const merging = { merge: false, squash: true, rebase: false };
        assert.deepEqual(inputs["topics"], ["gitops"]);
        assert.deepEqual(
            [inputs["allowMergeCommit"], inputs["allowSquashMerge"], inputs["allowRebaseMerge"]],
            Object.values(merging),
        );
        const { ignoreChanges: ignored = [] } = registry.optionsOf(REPOSITORY, "repository");
        for (const name of ["topics", "allowMergeCommit", "allowSquashMerge", "allowRebaseMerge"]) {
            assert.ok(!ignored.includes(name), name);
        }
        assert.ok(ignored.includes("allowAutoMerge") && ignored.includes("vulnerabilityAlerts"));
        // An object of its own, which is left as it is when the stack goes.
        assert.deepEqual(registry.get(ALERTS, "repository-alerts").inputs, {
            repository: "letsgo-gitops",
            enabled: true,
        });
        assert.equal(registry.optionsOf(ALERTS, "repository-alerts").retainOnDelete, true);
    });

    it("leaves the settings to people where none is configured, existing stacks' too", async () => {
        const { registry } = await runProgram("dev", {}, { gitHub: { repository: OURS } });
        const { ignoreChanges: ignored = [] } = registry.optionsOf(REPOSITORY, "repository");
        const given = Object.keys(registry.get(REPOSITORY, "repository").inputs);
        for (const name of [
            "topics",
            "allowSquashMerge",
            "allowAutoMerge",
            "vulnerabilityAlerts",
        ]) {
            assert.ok(ignored.includes(name) && !given.includes(name), name);
        }
        assert.ok(!registry.list().some((line) => line.startsWith(ALERTS)));
    });

    for (const [setting, kept] of [
        ["false", true],
        ["true", false],
    ] as const) {
        it(`repositoryDeleteOnDestroy ${setting}: the repository ${kept ? "stays" : "goes"}, live keys never stay`, async () => {
            const { registry } = await runProgram("dev", { repositoryDeleteOnDestroy: setting });
            assert.equal(registry.optionsOf(REPOSITORY, "repository").retainOnDelete, kept);
            const key = registry.optionsOf(
                "github:index/repositoryDeployKey:RepositoryDeployKey",
                "write-key-1",
            );
            assert.ok(!key.retainOnDelete);
            // GitHub deletes the keys of a repository that goes; those of one that stays we must.
            assert.equal(key.deletedWith === undefined, kept);
        });
    }

    it("is protected, with the installation, as long as other stacks use it", async () => {
        const shared = [
            [REPOSITORY, "repository"],
            ["kubernetes:core/v1:Namespace", "argocd"],
            ["kubernetes:helm.sh/v3:Release", "argocd-release"],
            ["kubernetes:helm.sh/v3:Release", "image-updater"],
        ] as const;
        for (const [usedBy, protect] of [
            ['["prod"]', true],
            ["[]", false],
        ] as const) {
            const { registry } = await runProgram("dev", { usedBy });
            for (const [type, name] of shared) {
                assert.equal(registry.optionsOf(type, name).protect, protect, name);
            }
        }
    });

    it("seeds: Git's once it is there; manages: restored by every up; both stay", async () => {
        const { registry } = await runProgram("dev");
        for (const seeded of [OVERLAY, BASE]) {
            assert.deepEqual(
                registry.optionsOf(FILE, seeded).ignoreChanges,
                ["content", "commitMessage", "commitAuthor", "commitEmail"],
                seeded,
            );
        }
        for (const managed of [SETTINGS, WORKFLOW]) {
            assert.deepEqual(registry.optionsOf(FILE, managed).ignoreChanges ?? [], [], managed);
        }
        for (const file of [OVERLAY, BASE, SETTINGS, WORKFLOW]) {
            assert.equal(registry.optionsOf(FILE, file).retainOnDelete, true, file);
            assert.equal(registry.get(FILE, file).inputs["overwriteOnCreate"], true, file);
        }
    });

    it("commits the workflow last, so that a new repository is built once", async () => {
        const { registry } = await runProgram("dev");
        const before = registry.optionsOf(FILE, WORKFLOW).dependsOn as pulumi.Resource[];
        const urns = await Promise.all(before.map(({ urn }) => valueOf(urn)));
        const sources = registry.list().filter((line) => line.includes(" repository:apps/"));
        assert.ok(sources.length > 0);
        for (const source of sources) {
            const [, name = ""] = source.split(" ");
            assert.ok(
                urns.some((urn) => urn.endsWith(`::${name}`)),
                name,
            );
        }
    });

    it("seeds with what an existing repository has, reading only what differs from ours", async () => {
        const { registry: fresh } = await runProgram("dev");
        const files = {
            "manifests/overlays/development/kustomization.yaml": "newTag: dev-1",
            "manifests/base/backend-deployment.yaml": content(fresh, BASE),
        };
        const { registry } = await runProgram("dev", {}, { gitHub: { repository: OURS, files } });

        assert.equal(content(registry, OVERLAY), "newTag: dev-1");
        assert.equal(content(registry, BASE), files["manifests/base/backend-deployment.yaml"]);
        assert.deepEqual(
            registry.calls
                .filter(({ token }) => token.endsWith("getRepositoryFile"))
                .map(({ inputs }) => inputs["file"]),
            ["manifests/overlays/development/kustomization.yaml"],
        );
        // Managed files are ours whatever the repository says.
        assert.equal(content(registry, SETTINGS), content(fresh, SETTINGS));
    });

    it("adopts: imports by name, and ignores every setting", async () => {
        const { registry } = await runProgram(
            "dev",
            { repositoryMode: "adopt" },
            { gitHub: { repository: { description: "Somebody's", defaultBranch: "trunk" } } },
        );
        const options = registry.optionsOf(REPOSITORY, "repository");
        assert.equal(options.import, "letsgo-gitops");
        assert.equal(registry.get(REPOSITORY, "repository").inputs["name"], "letsgo-gitops");
        // Everything else the provider knows, the settings it has defaults for included.
        const ignored = options.ignoreChanges ?? [];
        for (const setting of ["description", "visibility", "homepageUrl", "allowSquashMerge"]) {
            assert.ok(ignored.includes(setting), setting);
        }
        assert.ok(!ignored.includes("name"));
        const application = registry.get(
            "kubernetes:argoproj.io/v1alpha1:Application",
            "application",
        );
        const { source } = application.inputs["spec"] as { source: { targetRevision: string } };
        assert.equal(source.targetRevision, "trunk");
    });

    it("adopts: files and keys are all that it makes on GitHub, and nothing is asked besides", async () => {
        const { registry } = await runProgram(
            "dev",
            { repositoryMode: "adopt" },
            { gitHub: { repository: { description: "Somebody's" } } },
        );
        const made = registry.list().filter((line) => line.startsWith("github:"));
        assert.deepEqual(
            [...new Set(made.map((line) => line.split(" ")[0]))],
            [REPOSITORY, "github:index/repositoryDeployKey:RepositoryDeployKey", FILE],
        );
        assert.ok(!made.some((line) => line.includes("CODEOWNERS")));
        assert.deepEqual(
            registry.calls.map(({ token }) => token).sort(),
            ["getRepository", "getRepositoryDeployKeys", "getRestApi", "getTree"].map(
                (name) => `github:index/${name}:${name}`,
            ),
        );
    });

    it("adopts: nothing else is taken over where rules and reviews are asked for", async () => {
        const { registry } = await runProgram(
            "dev",
            { repositoryMode: "adopt", branchRules: "true", codeOwners: '["@alice"]' },
            {
                gitHub: { repository: { description: "Somebody's" } },
                calls: restCalls({ answers: { "repos/Letsgo/letsgo-gitops/rulesets": [] } }),
            },
        );
        const ignored = registry.optionsOf(REPOSITORY, "repository").ignoreChanges ?? [];
        assert.deepEqual(
            Object.keys(registry.get(REPOSITORY, "repository").inputs).filter(
                (name) => name !== "name" && !ignored.includes(name),
            ),
            [],
        );
    });

    it("takes the branch GitHub gives a new repository, not the one a preview assumed", async () => {
        const { registry } = await runProgram(
            "dev",
            {},
            { gitHub: { made: { defaultBranch: "trunk" } } },
        );
        const application = registry.get(
            "kubernetes:argoproj.io/v1alpha1:Application",
            "application",
        );
        const { source } = application.inputs["spec"] as { source: { targetRevision: string } };
        assert.equal(source.targetRevision, "trunk");
        assert.match(content(registry, WORKFLOW), /branches:\n\s+- trunk\n/);
    });

    it("never imports a repository that this program did not make, but says how to adopt it", async () => {
        const imports = async (description: string) => {
            const { registry } = await runProgram(
                "dev",
                {},
                { gitHub: { repository: { description } } },
            );
            return registry.optionsOf(REPOSITORY, "repository").import;
        };
        const advice = (said: string[]) =>
            said.filter((text) => text.includes("repositoryMode adopt"));
        const theirs = await warningsOf(async () => {
            assert.equal(await imports("Somebody's"), undefined);
        });
        assert.equal(advice(theirs).length, 1);
        const ours = await warningsOf(async () => {
            assert.equal(await imports(OURS.description), "letsgo-gitops");
        });
        assert.deepEqual(advice(ours), []);
    });

    for (const [mode, stack] of [
        ["join", "prod"],
        ["adopt", "dev"],
    ] as const) {
        it(`${mode}: a repository that is not there stops the run before anything is made`, async () => {
            const made: Registry[] = [];
            await assert.rejects(
                runProgram(
                    stack,
                    { repositoryMode: mode },
                    { gitHub: ABSENT, installed: (registry) => made.push(registry) },
                ),
                /The repository Letsgo\/letsgo-gitops does not exist, or the token may not see it/,
            );
            assert.deepEqual(made[0]?.list() ?? [], [
                "kubernetes:core/v1:Namespace cluster-answers",
            ]);
        });
    }

    it("join: previews what it can when the repository is not there yet", async () => {
        const warnings = await warningsOf(async () => {
            const absent = { preview: true, gitHub: ABSENT };
            const { registry } = await runProgram("prod", {}, absent);
            const kustomization = "environment:manifests/overlays/production/kustomization.yaml";
            assert.ok(registry.get(FILE, kustomization));
        });
        const first = /does not exist.* Run the stack that creates it first: pulumi up -s dev\.$/;
        assert.ok(
            warnings.some((text) => first.test(text)),
            warnings.join("\n"),
        );
    });

    it("warns of private images that nobody has the credentials for", async () => {
        const warned = async (config: Record<string, string>) => {
            const warnings = await warningsOf(() => runProgram("dev", config));
            return warnings.some((text) => text.includes("read:packages"));
        };
        const credentials = { registryUsername: "robot", registryPassword: "secret" };
        assert.equal(await warned({}), true);
        assert.equal(await warned({ repositoryVisibility: "public" }), false);
        assert.equal(await warned(credentials), false);
    });

    it("gives the workflow credentials only where its own token does not do", async () => {
        const credentials = { registryUsername: "robot", registryPassword: "secret" };
        const secrets = async (registryHost: string) => {
            const { registry } = await runProgram("dev", {
                ...credentials,
                registry: registryHost,
            });
            return registry.list().filter((line) => line.includes("ActionsSecret"));
        };
        assert.deepEqual(await secrets("ghcr.io"), []);
        assert.deepEqual(await secrets("registry.example.com"), [
            "github:index/actionsSecret:ActionsSecret repository:REGISTRY_PASSWORD",
            "github:index/actionsSecret:ActionsSecret repository:REGISTRY_USERNAME",
        ]);
    });
});

/** A repository that no stack has made. */
const ABSENT: GitHubState = { repository: null };
