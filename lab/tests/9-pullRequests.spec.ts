import assert from "node:assert/strict";

import { type LabStack, unchanged } from "../engine/labStack";
import { json, OWNER, UNSET } from "../engine/settings";
import { buildAndPush, type SentBuild } from "../loop/build";
import { followBuild } from "../loop/hops";
import { cloneRepository, imageOf, type Lab, openLab, openStack, watch } from "../loop/lab";
import { type PullRequest, RepositoryApi } from "../loop/repositoryApi";
import { seeRollout } from "../loop/seen";
import { updaterHasLooked } from "../loop/updaterLooks";
import type { WorkingCopy } from "../loop/workingCopy";
import { waitFor } from "../wait";
import { runImageUpdates } from "../workflow/imageUpdates";
import { InstalledApp } from "./support/gitHubApp";
import { isFullRun, partsOfRun } from "./support/parts";
import { assertSame, type Snapshot, takeSnapshot } from "./support/snapshot";
import { describeInFullRuns, stepsOfOneStory } from "./support/steps";

const INSTANCE = "letsgo-app-dev";
const OVERLAY = "development";
const WORKFLOW = `.github/workflows/image-updates-${OVERLAY}.yml`;
const UNBUILT = "v0.0.0";

/** Checks of the generated workflow. */
const REQUIRED = ["Overlays", "Build backend"];

/** As whom workflows act: they may write, and administer nothing. */
const ACTIONS = "actions";

/** How long a run of the workflow waits for checks here, and how often it looks. */
const QUICK = { AUTO_MERGE: "true", POLL_SECONDS: "0.2", WAIT_MINUTES: "0.1" };

/** The updater opens pull requests; nothing is deployed before somebody merges one. */
describeInFullRuns("a stack with writeBack pullRequest", () => {
    const step = stepsOfOneStory();

    let lab: Lab;
    let stack: LabStack;
    let nothing: Snapshot;
    let copy: WorkingCopy;
    let first: PullRequest;
    let second: PullRequest;
    let newer: SentBuild;
    let app: InstalledApp;
    /** The repository as workflows see it. */
    let asActions: { readonly token: string; readonly repository: RepositoryApi };

    step("is refused with a deploy key, before anything is made", async () => {
        lab = await openLab(partsOfRun(), "pullRequests");
        app = await InstalledApp.install(lab, { tokenSeconds: 3600, pullRequests: true });
        asActions = await signInAsActions();
        nothing = await takeSnapshot(lab);
        stack = await openStack(lab, "dev", {
            images: json([{ name: "backend" }]),
            writeBack: { value: "pullRequest" },
        });
        await assert.rejects(
            stack.up(),
            /writeBack = "pullRequest"[\s\S]*deploy key cannot open pull requests[\s\S]*gitAuth token/,
        );
        assertSame(nothing, await takeSnapshot(lab));
    });

    step("with a token that may write pull requests too, it comes up", async () => {
        const { token } = await lab.gitHub.putToken({
            login: "developer",
            permissions: { metadata: "read", contents: "write", pull_requests: "write" },
        });
        await stack.configure({
            gitAuth: { value: "token" },
            gitToken: { value: token, secret: true },
        });
        await stack.up();
        const outputs = await stack.outputs();
        assert.match(String(outputs["pullRequests"]?.value), /head%3Aimage-updater-argocd-letsgo/);
        assert.deepEqual(await lab.repository.pulls(), []);
    });

    step("an image becomes a pull request that says what moves, and nothing moves", async () => {
        copy = await cloneRepository(lab, "pullRequests/working-copy");
        const build = await buildAndPush(copy, "backend", imageOf("backend"));
        first = await opened(1);
        const move = "letsgo/letsgo-app-backend";
        assert.equal(first.title, `build: ${INSTANCE}: ${move} ${UNBUILT} -> ${build.tag}`);
        const [line] = (first.body ?? "").split("\n");
        assert.equal(line, `- ${move}: ${UNBUILT} -> ${build.tag}`);
        assert.match(first.body ?? "", /Merging deploys it/);
        assert.deepEqual([first.draft, first.user.login], [false, "developer"]);
        // Or its checks would not run.
        assert.doesNotMatch(await lab.repository.messageOf(first.head.sha), /\[skip ci\]/);
        await looked();
        await nothingMoved([first.number]);
    });

    step("as a GitHub App, and with rules of the branch: a change of configuration", async () => {
        await stack.configure({
            ...app.settings,
            gitToken: UNSET,
            branchRules: { value: "true" },
            requiredChecks: json(REQUIRED),
        });
        await stack.up();
        const { repositories } = await lab.gitHub.tables();
        const { rulesets = {} } = repositories[lab.repository.fullName] ?? {};
        assert.match(JSON.stringify(rulesets), new RegExp(`"actor_id":${app.id}\\b`));
    });

    step("a newer image becomes a second one, and the workflow closes the first", async () => {
        await copy.push("Another build", (text) => `${text}\n`, "apps/backend/main.go");
        newer = await buildAndPush(copy, "backend", imageOf("backend"));
        second = await opened(2);
        assert.match(second.title, new RegExp(`${UNBUILT} -> ${newer.tag}$`));
        assert.equal(second.user.login, "image-drift[bot]");
        assert.equal((await lab.repository.pulls()).filter(isOpen).length, 2);

        assert.match(await runWorkflow(), new RegExp(`Closed #${first.number}: superseded by`));
        await looked();
        await nothingMoved([second.number]);
        assert.deepEqual(await updaterBranches(), [second.head.ref]);
    });

    step("a draft is held: nobody can merge it, and the updater opens no other", async () => {
        await setDraft(true);
        await assert.rejects(lab.repository.mergePull(second.number), /still a draft/);
        assert.match(await runWorkflow({ AUTO_MERGE: "true" }), /is a draft, and is held/);
        await looked();
        await nothingMoved([second.number]);
        await setDraft(false);
    });

    step(
        "without the checks that are required, nobody who is not exempt can merge it",
        async () => {
            await assert.rejects(
                asActions.repository.mergePull(second.number),
                /405.*2 of 2 required status checks are expected/,
            );
            const atOnce = { ...QUICK, WAIT_MINUTES: "0" };
            assert.match(
                await runWorkflow(atOnce),
                /stays open: no checks, or they have not ended/,
            );
            const [overlays = "", ...others] = REQUIRED;
            await lab.repository.passCheck(second.head.sha, overlays);
            // What there is has passed, and GitHub waits for what there is not yet.
            assert.match(await runWorkflow(QUICK), /stays open: GitHub does not let it be merged/);
            await nothingMoved([second.number]);
            await Promise.all(
                others.map((name) => lab.repository.passCheck(second.head.sha, name)),
            );
        },
    );

    step("with them the workflow merges it, and that closes the loop to running pods", async () => {
        const patient = { ...QUICK, WAIT_MINUTES: "1" };
        assert.match(await runWorkflow(patient), new RegExp(`Merged #${second.number}`));
        await followBuild(watch(lab, "dev", OVERLAY), newer);
        assert.match(await runWorkflow(), /No pull request is open/);
        assert.deepEqual((await lab.repository.pulls()).filter(isOpen), []);
        assert.deepEqual(await updaterBranches(), []);
    });

    step("a further up changes nothing", async () => {
        const { changes, printed } = await stack.up();
        assert.ok(unchanged(changes), printed);
    });

    if (isFullRun()) {
        step("writing directly again takes the workflow away", async () => {
            await stack.configure({ writeBack: { value: "direct" } });
            await stack.up();
            const outputs = await stack.outputs();
            assert.equal(outputs["pullRequests"], undefined);
            await assert.rejects(lab.repository.fileText(WORKFLOW), /404/);
        });
    }

    step("destroy leaves nothing", async () => {
        await stack.destroy();
        assertSame(nothing, await takeSnapshot(lab));
    });

    const isOpen = ({ state }: PullRequest) => state === "open";

    /** The pull request that is opened as the one of that number. */
    function opened(number: number): Promise<PullRequest> {
        return waitFor(
            async () => {
                const all = await lab.repository.pulls();
                const found = all.find((pull) => pull.number === number);
                return found
                    ? { met: true, value: found }
                    : { met: false, state: `${all.length} pull requests` };
            },
            { what: `the updater to open pull request #${number}`, deadlineSeconds: 90 },
        );
    }

    /** Waits for a whole look of the updater from now on. */
    function looked(): Promise<void> {
        const since = new Date();
        return updaterHasLooked(lab.api, {
            argoNamespace: "argocd",
            instances: [INSTANCE],
            since,
        });
    }

    async function nothingMoved(open: readonly number[]): Promise<void> {
        const pulls = await lab.repository.pulls();
        assert.deepEqual(
            pulls.filter(isOpen).map(({ number }) => number),
            open,
        );
        assert.equal(await lab.repository.overlayTag(OVERLAY, imageOf("backend")), UNBUILT);
        const { image } = await seeRollout(lab.api, INSTANCE, "backend");
        assert.equal(image, `${imageOf("backend")}:${UNBUILT}`);
    }

    /** A token like the one that GitHub gives a run of the workflow. */
    async function signInAsActions(): Promise<typeof asActions> {
        const { gitHub, repository } = lab;
        await gitHub.putAccount({ login: ACTIONS, type: "User" });
        await gitHub.putAccount({ login: OWNER, type: "Organization", writers: [ACTIONS] });
        const { token } = await gitHub.putToken({
            login: ACTIONS,
            permissions: {
                metadata: "read",
                contents: "write",
                pull_requests: "write",
                checks: "read",
                statuses: "read",
            },
        });
        const { api } = await gitHub.health();
        return { token, repository: new RepositoryApi(api, token, repository.fullName) };
    }

    /** Runs the workflow's step as it stands in Git; what it printed. */
    async function runWorkflow(env: Record<string, string> = {}): Promise<string> {
        const { code, log } = await runImageUpdates({
            workflow: await lab.repository.fileText(WORKFLOW),
            api: (await lab.gitHub.health()).api,
            repository: lab.repository.fullName,
            token: asActions.token,
            env,
        });
        assert.equal(code, 0, log);
        return log;
    }

    async function setDraft(draft: boolean): Promise<void> {
        const { fullName: repository } = lab.repository;
        await lab.gitHub.setDraft({ repository, number: second.number, draft });
    }

    async function updaterBranches(): Promise<string[]> {
        const { repositories } = await lab.gitHub.tables();
        const refs = Object.keys(repositories[lab.repository.fullName]?.refs ?? {});
        return refs
            .filter((ref) => ref.startsWith("refs/heads/image-updater-"))
            .map((ref) => ref.slice("refs/heads/".length));
    }
});
