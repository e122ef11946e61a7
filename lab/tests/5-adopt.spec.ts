import assert from "node:assert/strict";

import { type LabStack, unchanged } from "../engine/labStack";
import { json, REPOSITORY } from "../engine/settings";
import type { TokenRequest } from "../github/client";
import { cloneRepository, type Lab, openLab, openStack } from "../loop/lab";
import { partsOfRun } from "./support/parts";
import { pruneCommits } from "./support/pruned";
import { assertSame, type Snapshot, takeSnapshot } from "./support/snapshot";
import { describeInFullRuns, stepsOfOneStory } from "./support/steps";
import { userShell } from "./support/userShell";

/** Who asks GitHub: a token that changes reaches it only if it is a target, too. */
const PROVIDER = "**pulumi:providers:github::github";

/** Everything on GitHub that is the owner's, and nothing in the cluster: a part of an `up`. */
const ON_GITHUB = [
    PROVIDER,
    ...["**GitOpsRepository**", "**DeployKey**", "**WriteAccess**"],
    ...["**EnvironmentFiles**", "**BranchRules**", "**GitHubEnvironment**"],
];

/** What docs/credentials.md says suffices, and nothing more. */
const TOKENS = {
    classic: { scopes: ["repo", "workflow"] },
    fineGrained: {
        permissions: {
            actions: "read",
            administration: "write",
            contents: "write",
            metadata: "read",
            workflows: "write",
        },
    },
} as const satisfies Record<string, Omit<TokenRequest, "login">>;

const README = "# Somebody's repository\n";
const WORKFLOW = ".github/workflows/build-and-push.yml";
const SETTINGS = "manifests/overlays/development/settings/kustomization.yaml";

/** Files of theirs, where the program would have its own; and where they go. */
const IN_THE_WAY: Readonly<Record<string, string>> = {
    [WORKFLOW]: ".github/workflows/theirs.yml",
    [SETTINGS]: "manifests/overlays/development/theirs/kustomization.yaml",
};

describeInFullRuns("a repository that somebody made", () => {
    const step = stepsOfOneStory();

    let lab: Lab;
    let stack: LabStack;
    let nothing: Snapshot;
    let settings: Awaited<ReturnType<typeof settingsNow>>;
    /** Names of what their files hold. */
    let theirs: Readonly<Record<string, string>>;

    step("is there, with settings and files of its own", async () => {
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
        await lab.repository.putFile("README.md", README);
        await lab.repository.putFile(WORKFLOW, "on: push\njobs: {}\n");
        await lab.repository.putFile(SETTINGS, "kind: Kustomization\n");
        settings = await settingsNow();
        stack = await openStack(lab, "dev", {
            repositoryMode: { value: "adopt" },
            repositoryDeleteOnDestroy: { value: "false" },
        });
    });

    step("has files where the program would have its own: all named, and no change", async () => {
        const before = await takeSnapshot(lab);
        await useToken({ scopes: [] });
        await assert.rejects(
            stack.up({ target: ON_GITHUB }),
            / repo for .*\s+workflow to .*\s+It has none\./,
        );
        await useToken(TOKENS.classic);
        const since = await lab.gitHub.newest("requests");
        await assert.rejects(stack.up({ target: ON_GITHUB }), (error: Error) => {
            assert.match(error.message, /has files that this program has not written/);
            for (const path of Object.keys(IN_THE_WAY)) {
                assert.ok(error.message.includes(`  ${path}`), error.message);
            }
            return true;
        });
        const written = (await lab.gitHub.requests(since)).filter(({ write }) => write);
        assert.deepEqual(written, []);
        assertSame(before, await takeSnapshot(lab));
        for (const [from, to] of Object.entries(IN_THE_WAY)) {
            await lab.repository.moveFile(from, to);
        }
        theirs = await lab.repository.blobs();
    });

    step("is adopted without a change to its settings or to a file it has", async () => {
        const since = await lab.gitHub.newest("requests");
        await up(TOKENS.classic);
        // Files and keys are all that was written, and the keys are new.
        const elsewhere = (await lab.gitHub.requests(since))
            .filter(({ write }) => write)
            .map(({ method, path }) => `${method} ${path}`)
            .filter((line) => !/^(PUT \S+\/contents\/|POST \S+\/keys$)/.test(line));
        assert.deepEqual(elsewhere, []);
        assert.deepEqual(await settingsNow(), settings);
        assert.deepEqual(await theirsNow(), theirs);
        // What it did not have was seeded.
        assert.match(await lab.repository.fileText("manifests/base/kustomization.yaml"), /backend/);
    });

    step("is rewritten: once GitHub has forgotten the commits, refresh needs help", async () => {
        await (await cloneRepository(lab, "adopt/working-copy")).rewrite();
        await pruneCommits(lab);
        await assert.rejects(stack.refresh(), /No commit found for SHA/);
        await userShell(
            lab,
            "pulumi stack export --stack dev | sed '/^ *\"commitSha\": /d' | " +
                "pulumi stack import --stack dev",
        );
        const before = await lab.repository.blobs();
        await stack.refresh();
        // The file of the rewritten commit has another message now: it is restored, as it was.
        const { changes, printed } = await stack.up({ target: ON_GITHUB });
        const { update, ...others } = changes;
        assert.equal(update, 1, printed);
        assert.ok(unchanged(others), printed);
        assert.deepEqual(await lab.repository.blobs(), before);
    });

    step("gets rules, code owners and an environment if asked to, beside its own", async () => {
        await stack.configure({
            branchRules: { value: "true" },
            requiredApprovals: { value: "1" },
            codeOwners: json(["@developer"]),
            githubEnvironment: { value: "true" },
            // The workflow says it.
            platforms: json(["linux/amd64", "linux/arm64"]),
        });
        await up(TOKENS.fineGrained);
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
        assert.match(await lab.repository.fileText(WORKFLOW), /linux\/arm64/);
        assert.deepEqual(await theirsNow(), theirs);
    });

    step("stays when the stack goes, and has its own rules only", async () => {
        await stack.destroy();
        assert.deepEqual(await settingsNow(), settings);
        assert.deepEqual(await theirsNow(), theirs);
        await lab.repository.delete();
        assertSame(nothing, await takeSnapshot(lab));
    });

    /** An `up` with a token that is allowed this and nothing else. */
    async function up(allowed: Omit<TokenRequest, "login">): Promise<void> {
        const fingerprint = await useToken(allowed);
        const since = await lab.gitHub.newest("requests");
        await stack.up({ target: ON_GITHUB });
        const seen = await lab.gitHub.requests(since);
        assert.deepEqual([...new Set(seen.map(({ token }) => token))], [fingerprint]);
    }

    async function useToken(allowed: Omit<TokenRequest, "login">): Promise<string> {
        const request = { login: "developer", ...allowed };
        const { token, fingerprint } = await lab.gitHub.putToken(request);
        await stack.configure({ githubToken: { value: token, secret: true } });
        return fingerprint;
    }

    async function theirsNow(): Promise<Record<string, string | undefined>> {
        const now = await lab.repository.blobs();
        return Object.fromEntries(Object.keys(theirs).map((path) => [path, now[path]]));
    }

    async function settingsNow() {
        const { repositories } = await lab.gitHub.tables();
        const found = repositories[lab.repository.fullName] ?? assert.fail();
        const { settings, topics, rulesets, environments, secrets, variables } = found;
        return { settings, topics, rulesets, environments, secrets, variables };
    }
});
