import assert from "node:assert/strict";
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";

import { parseDocument } from "yaml";

import { engineEnvironment } from "../engine/environment";
import { OWNER } from "../engine/settings";
import { insideEnvironment } from "../inside";
import { type Lab, openLab } from "../loop/lab";
import { runStep, type StepResult } from "../workflow/runStep";
import { Workflow } from "../workflow/workflow";
import { Platform, PLATFORM, type PullRequestCheckout } from "./pipelines/platform";
import { makeReadOnlyAccess, removeReadOnlyAccess } from "./pipelines/readOnlyAccess";
import { partsOfRun } from "./support/parts";
import { assertSame, type Snapshot, takeSnapshot } from "./support/snapshot";
import { describeInFullRuns, stepsOfOneStory } from "./support/steps";

const FILE = ".github/workflows/preview.yml";
const BRANCH = "more-memory";
const ENVIRONMENT = "stacks/dev.ts";

/** What the engine says below a difference of the policy packs: names and versions. */
const PACK_HAS_RUN = /Policy Packs run:\n.*\n +argocd-image-drift\S* +v?\d+\.\d+\.\d+\n/;

/** A stack file with a secret in Helm values, which are not marked as one. */
function withPlainToken(stackFile: string): string {
    const document = parseDocument(stackFile);
    const key = ["config", "argocd-image-drift:updaterValues"];
    const given = document.getIn(key);
    const values = typeof given === "string" ? (JSON.parse(given) as object) : {};
    const config = { "registries.token": "a-token-in-plain-sight" };
    document.setIn(key, JSON.stringify({ ...values, config }));
    return document.toString({ lineWidth: 0 });
}

/** Who GitHub's own token of a run is. */
const ACTIONS = "github-actions[bot]";

/** Pull requests to the project itself, with the steps of its workflow, in an empty world. */
describeInFullRuns("a pull request to the project", () => {
    const step = stepsOfOneStory();

    let lab: Lab;
    let nothing: Snapshot;
    let temporary: string;
    /** What the steps have added to the job's summary. */
    const summaries: string[] = [];
    let platform: Platform;
    let workflow: Workflow;
    let pull: PullRequestCheckout;
    let secrets: Record<string, string>;
    let actionsToken: string;

    step("is opened in a repository with the project and the lab's stack file", async () => {
        lab = await openLab(partsOfRun(), "pipelinePreview");
        const { gitHub } = lab;
        await gitHub.putAccount({ login: ACTIONS, type: "User" });
        const members = ["developer", ACTIONS];
        await gitHub.putAccount({ login: OWNER, type: "Organization", members });
        nothing = await takeSnapshot(lab);

        temporary = await fs.mkdtemp(path.join(os.tmpdir(), "runner-"));
        platform = await Platform.make(lab, path.join(lab.paths.run, "pipelinePreview/it"), "dev");
        workflow = Workflow.read(platform.directory, FILE);
        pull = await platform.openPullRequest(BRANCH, ENVIRONMENT, memory("64Mi", "96Mi"));

        const [reading, commenting] = await Promise.all([
            gitHub.putToken({
                login: "developer",
                permissions: { metadata: "read", contents: "read", administration: "read" },
            }),
            gitHub.putToken({
                login: ACTIONS,
                permissions: { metadata: "read", contents: "read", pull_requests: "write" },
            }),
        ]);
        actionsToken = commenting.token;
        secrets = {
            PREVIEW_GITHUB_TOKEN: reading.token,
            PREVIEW_KUBECONFIG: await makeReadOnlyAccess(lab),
        };
    });

    step("is not previewed with a state that goes with the runner", async () => {
        const early = await runStepOf("remote");
        assert.equal(early.code, 1);
        assert.match(early.log, /PULUMI_BACKEND_URL is none of s3:/);
        const { code, log } = await runStepOf("backend");
        assert.equal(code, 1);
        assert.match(log, /is a directory of this runner[\s\S]*gh variable set PULUMI_BACKEND_URL/);
    });

    step("is not previewed with the stack's own credentials, which may write", async () => {
        const given = secrets;
        secrets = { PREVIEW_GITHUB_TOKEN: "", PREVIEW_KUBECONFIG: "" };
        const { code, log, outputs } = await runStepOf("preview");
        secrets = given;
        assert.equal(code, 1);
        assert.match(log, /gh secret set PREVIEW_KUBECONFIG --env preview-dev/);
        assert.deepEqual(outputs, {});
    });

    step("gets one comment that says what there would be", async () => {
        const log = await previewed();
        assert.match(log, /\+ kubernetes:helm\.sh\/v3:Release: \(create\)/);
        const [comment = "", ...others] = await comments();
        assert.deepEqual(others, []);
        assert.match(comment, /^<!-- argocd-image-drift: preview of dev -->\n/);
        assert.match(comment, new RegExp(`\`${pull.commit.slice(0, 7)}\``));
        const [, added] =
            /\*\*(\d+) added, 0 changed, 0 replaced, 0 deleted\*\*/.exec(comment) ?? [];
        // What the engine itself counted, in the part that has its words.
        const [, created] = /\+ (\d+) to create/.exec(comment) ?? [];
        assert.ok(Number(added) > 50, comment);
        assert.equal(added, created);
        assert.match(
            comment,
            /\[!WARNING\]\n> \*\*Secrets are touched:\*\* .*`read-key-1` \(added\)/,
        );
        assert.match(
            comment,
            /<summary>manifests\/overlays\/development, built\/apps_v1_deployment_[^<]*backend[^<]*: changed, \+1 −1<\/summary>[\s\S]*?\n- +memory: 64Mi\n\+ +memory: 96Mi\n/,
        );
        assert.doesNotMatch(comment, /overlays\/production|overlays\/staging/);
        assert.match(comment, PACK_HAS_RUN);
        assert.doesNotMatch(comment, /Policies forbid/);
        await nothingElse(comment, log);
    });

    step("has it updated by the second push, and no second one", async () => {
        const since = await lab.gitHub.newest("requests");
        const commit = await platform.pushAgain(BRANCH, ENVIRONMENT, (text) =>
            memory("96Mi", "128Mi")(text).replace('cpu: "25m"', 'cpu: "50m"'),
        );
        pull = { ...pull, commit };
        const log = await previewed();
        const [comment = "", ...others] = await comments();
        assert.deepEqual(others, []);
        assert.match(comment, new RegExp(`\`${commit.slice(0, 7)}\``));
        assert.match(comment, /\n- +memory: 64Mi\n\+ +memory: 128Mi\n/);
        assert.match(comment, /\n- +cpu: 25m\n\+ +cpu: 50m\n/);
        assert.doesNotMatch(comment, /96Mi/);
        const writes = (await lab.gitHub.requests(since)).filter(({ write }) => write);
        assert.deepEqual(
            writes.map(({ method, status, login }) => [method, status, login]),
            [["PATCH", 200, ACTIONS]],
        );
        await nothingElse(comment, log);
    });

    step("is refused where it breaks a policy, which its comment names", async () => {
        const commit = await platform.pushAgain(BRANCH, "Pulumi.dev.yaml", withPlainToken);
        pull = { ...pull, commit };
        const { code, outputs } = await runStepOf("preview");
        assert.equal(code, 1);
        await post(outputs);
        const [comment = "", ...others] = await comments();
        assert.deepEqual(others, []);
        assert.match(
            comment,
            /\[!CAUTION\]\n> \*\*Policies forbid this\*\*\n> - `no-plain-secret`/,
        );
        assert.match(comment, /registries\.token/);
        assert.match(comment, /argocd-image-drift@v\d+\.\d+\.\d+ +\[mandatory\] +no-plain-secret/);
    });

    step("says in its comment why a preview failed, and fails", async () => {
        await platform.pushAgain(BRANCH, "Pulumi.dev.yaml", (text) =>
            text.replace(/updaterInterval: .*/, "updaterInterval: soon"),
        );
        const { code, outputs } = await runStepOf("preview");
        assert.equal(code, 1);
        await post(outputs);
        const [comment = "", ...others] = await comments();
        assert.deepEqual(others, []);
        assert.match(comment, /\*\*The preview failed\*\*/);
        assert.match(comment, /updaterInterval/);
        assert.match(comment, /Not compared\./);
    });

    step("from a fork is told why it has none, without a secret", async () => {
        const given = secrets;
        secrets = {};
        const { code, log } = await runStepOf("say", "without-secrets");
        secrets = given;
        assert.equal(code, 0, log);
        assert.match(log, /::notice title=No preview::.*comes from a fork/);
        assert.match(summaries.at(-1) ?? "", /## No preview/);
    });

    step("leaves nothing in the world", async () => {
        await platform.remove();
        await removeReadOnlyAccess(lab);
        await fs.rm(temporary, { recursive: true });
        assertSame(nothing, await takeSnapshot(lab));
    });

    const memory = (from: string, to: string) => (text: string) =>
        text.replace(`memory: "${from}"`, `memory: "${to}"`);

    /** Runs the preview and its comment as the workflow does; what the preview printed. */
    async function previewed(): Promise<string> {
        const { code, outputs, log } = await runStepOf("preview");
        assert.equal(code, 0, log);
        await post(outputs);
        return log;
    }

    async function post(outputs: StepResult["outputs"]): Promise<void> {
        const { code, log } = await runStepOf("comment", "preview", outputs);
        assert.equal(code, 0, log);
    }

    /** Runs a step of the workflow, in the environment that GitHub's runner and the lab give. */
    async function runStepOf(
        id: string,
        job = "preview",
        outputsOfPreview: StepResult["outputs"] = {},
    ): Promise<StepResult> {
        const { web, api } = await lab.gitHub.health();
        const result = await runStep(workflow.step(job, { id }), {
            directory: platform.directory,
            temporary,
            env: {
                ...insideEnvironment(lab.paths),
                ...engineEnvironment(lab.home),
                GITHUB_ACTIONS: "true",
                GITHUB_API_URL: api,
                GITHUB_SERVER_URL: web,
                GITHUB_REPOSITORY: `${OWNER}/${PLATFORM}`,
                GITHUB_RUN_ID: "1",
                // Of the job; the engine's secrets come from the step that signs in.
                STACK: "dev",
            },
            contexts: {
                secrets: { PULUMI_ACCESS_TOKEN: "", ...secrets },
                github: {
                    token: actionsToken,
                    event: {
                        pull_request: {
                            number: String(pull.number),
                            head: { sha: pull.commit },
                        },
                    },
                },
                steps: { preview: { outputs: outputsOfPreview } },
            },
        });
        summaries.push(result.summary);
        return result;
    }

    async function comments(): Promise<string[]> {
        const { api } = await lab.gitHub.health();
        const answer = await fetch(
            `${api}/repos/${OWNER}/${PLATFORM}/issues/${pull.number}/comments`,
            { headers: { Authorization: `Bearer ${lab.token}` } },
        );
        return ((await answer.json()) as { body: string }[]).map(({ body }) => body);
    }

    /** The preview has made nothing, and told no secret. */
    async function nothingElse(...texts: string[]): Promise<void> {
        const { gitHub } = await takeSnapshot(lab);
        assert.deepEqual(
            Object.keys(gitHub.repositories).filter((name) => name !== `${OWNER}/${PLATFORM}`),
            Object.keys(nothing.gitHub.repositories),
        );
        const all = [...texts, ...summaries].join("\n");
        const [, kubeToken = ""] = /token: (\S+)/.exec(secrets.PREVIEW_KUBECONFIG ?? "") ?? [];
        for (const secret of [secrets.PREVIEW_GITHUB_TOKEN, kubeToken, lab.token, actionsToken]) {
            assert.ok(secret !== undefined && secret.length > 8);
            assert.ok(!all.includes(secret), "a secret was told");
        }
        const { PULUMI_CONFIG_PASSPHRASE = "" } = engineEnvironment(lab.home);
        assert.ok(!all.includes(PULUMI_CONFIG_PASSPHRASE), "the passphrase was told");
    }
});
