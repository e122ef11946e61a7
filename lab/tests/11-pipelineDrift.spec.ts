import assert from "node:assert/strict";

import type { LabStack } from "../engine/labStack";
import { json, UNSET } from "../engine/settings";
import { kubectl } from "../inside";
import { buildAndPush } from "../loop/build";
import { cloneRepository, imageOf, type Lab, openLab, openStack } from "../loop/lab";
import type { StepResult } from "../workflow/runStep";
import { ProjectSteps } from "./pipelines/projectSteps";
import { makeWatchAccess, removeWatchAccess } from "./pipelines/watchAccess";
import { isFullRun, partsOfRun } from "./support/parts";
import { assertSame, type Snapshot, takeSnapshot } from "./support/snapshot";
import { describeInFullRuns, stepsOfOneStory } from "./support/steps";

const APPLICATION = ["application", "letsgo-app-dev", "--namespace", "argocd"];

/**
 * The steps of the workflows that deploy, look for drift and destroy, taken from their files. The step
 * that refuses a backend that is not remote has to refuse the lab's, which is a directory: the others
 * are run without it.
 */
describeInFullRuns("the project's workflows: deploy, drift and destroy", () => {
    const step = stepsOfOneStory();

    let lab: Lab;
    let stack: LabStack;
    let project: ProjectSteps;
    let nothing: Snapshot;
    /** What drift's step has found out, for the one that looks. */
    let deployed: StepResult["outputs"];
    /** What the steps have told the runner. */
    const told: StepResult[] = [];

    step("every job refuses a state that would go with its runner", async () => {
        lab = await openLab(partsOfRun(), "pipelines");
        nothing = await takeSnapshot(lab);
        // One image, whose files are quicker to seed and to build than those of two.
        stack = await openStack(lab, "dev", { images: json([{ name: "backend" }]) });
        project = await ProjectSteps.make(lab);
        const [first, ...others] = [
            ["deploy-stack.yml", "deploy"],
            ["drift.yml", "look"],
            ["destroy.yml", "announce"],
            ["destroy.yml", "destroy"],
        ].map(([file = "", job = ""]) => project.stepOf(file, job, "backend"));
        for (const other of others) assert.deepEqual(other, first);
        const early = await project.step("deploy-stack.yml", "deploy", "remote");
        assert.equal(early.code, 1, early.log);
        assert.match(early.log, /PULUMI_BACKEND_URL is none of s3:/);
        const { code, log } = await project.step("deploy-stack.yml", "deploy", "backend");
        assert.equal(code, 1, log);
        assert.match(log, /The backend file:\S+ is a directory of this runner/);
        assert.match(log, /gh variable set PULUMI_BACKEND_URL/);
    });

    step("a stack that was never deployed is no drift", async () => {
        await assertNotDeployed();
        assert.deepEqual(await project.repository.issues(), []);
    });

    step("deploy brings dev up with the pinned release of Pulumi, under the policies", async () => {
        const install = await succeeded("deploy-stack.yml", "deploy", "install");
        assert.match(install.log, /pulumi \S+ is there/);
        const { log } = await succeeded("deploy-stack.yml", "deploy", "up");
        assert.match(log, /✅ argocd-image-drift@v/);
    });

    step("deploy tells the outputs, and that nothing runs before the first image", async () => {
        const summary = await summaryAfter("failure");
        assert.match(summary, /## `dev`: deployed, and not healthy/);
        const repository = "https://git.lab/letsgo/letsgo-gitops";
        assert.ok(summary.includes(`| \`repositoryUrl\` | \`${repository}\` |`), summary);
        assert.match(summary, /\| `waitingFor` \| `[^|]*letsgo-app-backend/);
    });

    if (isFullRun()) {
        step("deploy waits until the application is healthy", async () => {
            const copy = await cloneRepository(lab, "pipelines/working-copy");
            await buildAndPush(copy, "backend", imageOf("backend"));
            const { log } = await succeeded("deploy-stack.yml", "deploy", "wait");
            assert.match(log, /letsgo-app-dev is Synced and Healthy/);
            assert.match(await summaryAfter("success"), /## `dev`: deployed and healthy/);
        });
    }

    step("drift holds dev against the commit that was deployed", async () => {
        ({ outputs: deployed } = await succeeded("drift.yml", "look", "deployed"));
        assert.deepEqual(deployed, { commit: project.commit, directory: "." });
    });

    if (isFullRun()) {
        step("drift finds none, and opens no issue", async () => {
            assert.match((await look()).summary, /## dev is as it was deployed/);
            assert.deepEqual(await project.repository.issues(), []);
        });
    }

    step("what somebody changes by hand becomes an issue, with both values", async () => {
        await selfHeal(false);
        const { summary } = await look();
        assert.match(summary, /## dev is not as it was deployed/);
        const [issue, ...more] = await project.repository.issues();
        assert.deepEqual(more, []);
        assert.equal(issue?.title, "dev is not as it was deployed");
        assert.match(
            issue.body,
            /\| `application` \| `kubernetes:argoproj\.io\/v1alpha1:Application` \|/,
        );
        assert.match(issue.body, /selfHeal` is `false` instead of `true`/);
    });

    step("a second run, which can only read, updates that issue, and opens no other", async () => {
        const [before] = await project.repository.issues();
        const { kubeconfig, token } = await makeWatchAccess(lab);
        await look({ PREVIEW_KUBECONFIG: kubeconfig, PREVIEW_GITHUB_TOKEN: token });
        await removeWatchAccess();
        const [issue, ...more] = await project.repository.issues();
        assert.deepEqual(more, []);
        assert.deepEqual(
            [issue?.number, issue?.state, issue?.comments],
            [before?.number, "open", 0],
        );
    });

    step("repaired, the issue is closed, with a comment", async () => {
        await selfHeal(true);
        await look();
        const [issue, ...more] = await project.repository.issues();
        assert.deepEqual(more, []);
        assert.deepEqual([issue?.state, issue?.comments], ["closed", 1]);
    });

    step("destroy is refused without the right name", async () => {
        for (const CONFIRMATION of ["prod", "Dev", "", "dev "]) {
            const env = { CONFIRMATION };
            const { code, log } = await project.step("destroy.yml", "announce", "confirm", {
                env,
            });
            assert.equal(code, 1, log);
            assert.match(log, /The confirmation is not dev/);
        }
        await succeeded("destroy.yml", "announce", "confirm", { env: { CONFIRMATION: "dev" } });
    });

    step("destroy says beforehand which data go, and is refused while others use it", async () => {
        const { summary } = await succeeded("destroy.yml", "announce", "announce");
        assert.match(summary, /`dev` is about to be destroyed: \d+ resources/);
        assert.match(summary, /nobody can bring it back:\*\*\n\n- `the data on volume claim/);
        await stack.configure({ usedBy: json(["prod"]) });
        const refused = await project.step("destroy.yml", "announce", "announce");
        assert.equal(refused.code, 1, refused.log);
        assert.match(refused.log, /dev is used by prod \(config usedBy\)/);
        await stack.configure({ usedBy: UNSET });
    });

    step("destroy leaves nothing, and tells what is gone", async () => {
        const { outputs } = await succeeded("destroy.yml", "destroy", "before");
        await succeeded("destroy.yml", "destroy", "destroy");
        const steps = { before: { outputs }, destroy: { outcome: "success" } };
        const { summary } = await succeeded("destroy.yml", "destroy", "report", { steps });
        assert.match(summary, /## `dev` is destroyed\n\nGone for good:\n\n- `the data/);
    });

    if (isFullRun()) {
        step("destroyed, it is no drift, and the issue about it is closed", async () => {
            const [{ number } = { number: 0 }] = await project.repository.issues();
            await project.repository.setIssueState(number, "open");
            await assertNotDeployed();
            const [issue, ...more] = await project.repository.issues();
            assert.deepEqual(more, []);
            assert.deepEqual([issue?.state, issue?.comments], ["closed", 2]);
            await assertNotDeployed();
            assert.equal((await project.repository.issues()).at(0)?.comments, 2);
        });
    }

    step("it leaves nothing in the world", async () => {
        await project.repository.delete();
        assertSame(nothing, await takeSnapshot(lab));
    });

    if (isFullRun()) {
        step("destroyed once more, there is nothing to be done", async () => {
            const { summary } = await succeeded("destroy.yml", "destroy", "before");
            assert.match(summary, /`dev` has nothing that could be destroyed/);
            await succeeded("destroy.yml", "destroy", "destroy");
        });
    }

    step("no step has shown a secret", () => {
        const all = told.map(({ log, summary }) => log + summary).join("\n");
        assert.ok(all.length > 1000);
        for (const { secret, value } of Object.values(lab.settings)) {
            if (secret === true) assert.ok(!all.includes(value), "a secret was printed");
        }
        return Promise.resolve();
    });

    async function run(...args: Parameters<ProjectSteps["step"]>): Promise<StepResult> {
        const result = await project.step(...args);
        told.push(result);
        return result;
    }

    async function succeeded(...args: Parameters<ProjectSteps["step"]>): Promise<StepResult> {
        const result = await run(...args);
        assert.equal(result.code, 0, result.log);
        return result;
    }

    /** @param wait how that step has ended */
    async function summaryAfter(wait: string): Promise<string> {
        const steps = { up: { outcome: "success" }, wait: { outcome: wait } };
        return (await succeeded("deploy-stack.yml", "deploy", "summary", { steps })).summary;
    }

    async function look(secrets = {}): Promise<StepResult> {
        const steps = { deployed: { outputs: deployed } };
        return succeeded("drift.yml", "look", "look", { steps, secrets });
    }

    /** What drift's steps say of a stack without resources. */
    async function assertNotDeployed(): Promise<void> {
        ({ outputs: deployed } = await succeeded("drift.yml", "look", "deployed"));
        assert.deepEqual(deployed, { commit: project.commit, directory: "." });
        assert.match((await look()).summary, /## dev is not deployed/);
    }

    /** As somebody with kubectl. */
    async function selfHeal(on: boolean): Promise<void> {
        const patch = { spec: { syncPolicy: { automated: { selfHeal: on } } } };
        const how = ["--type=merge", `--patch=${JSON.stringify(patch)}`];
        await kubectl(["patch", ...APPLICATION, ...how]);
    }
});
