import assert from "node:assert/strict";

import type { LabStack } from "../engine/labStack";
import { json, REPOSITORY } from "../engine/settings";
import { type Lab, openLab, openStack } from "../loop/lab";
import { stepsOfOneStory } from "./support/steps";
import { partsOfRun } from "./support/parts";
import { assertSame, type Snapshot, takeSnapshot } from "./support/snapshot";

/** Everything on GitHub that is the owner's, and nothing in the cluster: a part of an `up`. */
const ON_GITHUB = [
    ...["**GitOpsRepository**", "**DeployKey**", "**WriteAccess**"],
    ...["**EnvironmentFiles**", "**BranchRules**", "**GitHubEnvironment**"],
];

const THEIRS = "# Somebody's repository\n";

describe("a repository that somebody made", () => {
    const step = stepsOfOneStory();

    let lab: Lab;
    let stack: LabStack;
    let nothing: Snapshot;
    let settings: Awaited<ReturnType<typeof settingsNow>>;

    step("is there, with settings and a file of its own", async () => {
        lab = await openLab(partsOfRun(), "adopt");
        nothing = await takeSnapshot(lab);
        await lab.repository.create({
            name: REPOSITORY,
            description: "Somebody's",
            homepage: "https://example.com",
            private: true,
            auto_init: true,
            has_issues: false,
            has_wiki: true,
            allow_squash_merge: false,
            delete_branch_on_merge: false,
        });
        await lab.repository.guard("Theirs", ["gitops-of-somebody"]);
        await lab.repository.putFile("README.md", THEIRS);
        settings = await settingsNow();
        stack = await openStack(lab, "dev", {
            repositoryMode: { value: "adopt" },
            repositoryDeleteOnDestroy: { value: "false" },
        });
    });

    step("is adopted without a change to its settings or to a file it has", async () => {
        const since = await lab.gitHub.newest("requests");
        await stack.up({ target: ON_GITHUB });
        // Files and keys are all that was written, and the keys are new.
        const elsewhere = (await lab.gitHub.requests(since))
            .filter(({ write }) => write)
            .map(({ method, path }) => `${method} ${path}`)
            .filter((line) => !/^(PUT \S+\/contents\/|POST \S+\/keys$)/.test(line));
        assert.deepEqual(elsewhere, []);
        assert.deepEqual(await settingsNow(), settings);
        assert.equal(await lab.repository.fileText("README.md"), THEIRS);
        // What it did not have was seeded.
        assert.match(await lab.repository.fileText("manifests/base/kustomization.yaml"), /backend/);
    });

    step("gets rules, code owners and an environment if asked to, beside its own", async () => {
        await stack.configure({
            branchRules: { value: "true" },
            requiredApprovals: { value: "1" },
            codeOwners: json(["@developer"]),
            githubEnvironment: { value: "true" },
        });
        await stack.up({ target: ON_GITHUB });
        const { rulesets, environments, ...others } = await settingsNow();
        assert.deepEqual(Object.keys(rulesets).sort(), [
            "Theirs",
            "argocd-image-drift: history",
            "argocd-image-drift: reviews",
        ]);
        assert.deepEqual(Object.keys(environments), ["Theirs", "development"]);
        assert.deepEqual({ ...settings, ...others }, settings);
        assert.match(
            await lab.repository.fileText(".github/CODEOWNERS"),
            /production\/ @developer/,
        );
    });

    step("stays when the stack goes, and has its own rules only", async () => {
        await stack.destroy();
        assert.deepEqual(await settingsNow(), settings);
        await lab.repository.delete();
        assertSame(nothing, await takeSnapshot(lab));
    });

    async function settingsNow() {
        const { repositories } = await lab.gitHub.tables();
        const found = repositories[lab.repository.fullName] ?? assert.fail();
        const { settings, topics, rulesets, environments, secrets, variables } = found;
        return { settings, topics, rulesets, environments, secrets, variables };
    }
});
