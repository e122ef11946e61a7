import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { buildWorkflow, DEV_TAGS, VERSION_TAGS } from "../../components/manifests";
import { run } from "../../lab/processes/run";
import { type Ref, refVariables } from "../../lab/workflow/imageBuild";
import { runStep, type StepResult } from "../../lab/workflow/runStep";
import { Workflow } from "../../lab/workflow/workflow";
import { dev } from "../../stacks/dev";
import { prod } from "../../stacks/prod";
import { staging } from "../../stacks/staging";
import { BUILDS, GHCR_APP } from "./sampleApps";

const STEP = Workflow.parse(
    buildWorkflow({ ...BUILDS, app: GHCR_APP, registry: "ghcr.io" }).content,
).step("build", { id: "tag" });

/** Half an hour before midnight in New York is the next day in UTC. */
const COMMITTED = "2025-06-01T23:30:00-0500";

/** A minute later. */
const LATER = "2025-06-01T23:31:00-0500";
const DEV_TAG = /^dev-20250602043000-[0-9a-f]{7}$/;

type Taker = "dev" | "staging" | "prod";
const VERSIONS: readonly Taker[] = ["staging", "prod"];
const TAKERS = { dev, staging, prod };

/** A ref that triggers the workflow, its tag, and whose allowed tags it is among. */
const TABLE: readonly [type: Ref["type"], name: string, tag: string, takers: readonly Taker[]][] = [
    ["branch", "main", "dev", ["dev"]],
    ["tag", "v1.2.3", "v1.2.3", VERSIONS],
    ["tag", "v0.0.0", "v0.0.0", VERSIONS],
    ["tag", "v10.20.30", "v10.20.30", VERSIONS],
    ["tag", "v1.2.3-rc.1", "v1.2.3-rc.1", VERSIONS],
    // No trigger of ours, but a tag that strategies take.
    ["tag", "1.2.3", "1.2.3", VERSIONS],
    ["tag", "v1.2", "v1.2", []],
    ["tag", "v2", "v2", []],
    ["tag", "v1.2.03", "v1.2.03", []],
    ["tag", "v1.2.3.4", "v1.2.3.4", []],
    ["tag", "v1.2.3-", "v1.2.3-", []],
    ["tag", "v1.2.3-rc_1", "v1.2.3-rc_1", []],
    ["tag", "very-new", "very-new", []],
    ["tag", `v${"1".repeat(127)}`, `v${"1".repeat(127)}`, []],
    // A Git tag that looks like a build of the branch is built as what it says.
    ["tag", "dev-20250101000000-abcdef0", "dev-20250101000000-abcdef0", ["dev"]],
];

/** Refs that give no image. */
const REFUSED: readonly [type: Ref["type"], name: string, reason: RegExp][] = [
    ["branch", "feature", /^::error::Only Git tags and the branch main become images/],
    ["branch", "12/merge", /not refs\/heads\/12\/merge/],
    ["branch", "maintenance", /not refs\/heads\/maintenance/],
    ["branch", "$(touch${IFS}pwned)", /^::error::Only Git tags/],
    ["tag", "v1.0.0+build", /cannot be an image tag/],
    ["tag", "v1/2", /cannot be an image tag/],
    ["tag", `v${"1".repeat(128)}`, /cannot be an image tag/],
    ["tag", "v1$(touch${IFS}pwned)", /cannot be an image tag/],
    ["tag", "v1;touch${IFS}pwned", /cannot be an image tag/],
    ["tag", "v`touch${IFS}pwned`", /cannot be an image tag/],
    ["tag", "v&&touch${IFS}pwned", /cannot be an image tag/],
    ["tag", "v|touch${IFS}pwned", /cannot be an image tag/],
    ["tag", "vé", /cannot be an image tag/],
];

describe("the tag that the workflow computes", () => {
    let repository: string;

    before(async () => {
        repository = fs.mkdtempSync(path.join(os.tmpdir(), "workflow-"));
        await git("init", "--quiet");
        await git("commit", "--quiet", "--allow-empty", "--message=one");
    });

    after(() => {
        fs.rmSync(repository, { recursive: true });
    });

    for (const [type, name, expected, takers] of TABLE) {
        it(`of ${type} ${shortened(name)} is one that ${takers.join(", ") || "nobody"} takes`, async () => {
            const { code, outputs, log } = await compute({ type, name });
            assert.equal(code, 0, log);
            const tag = outputs["tag"] ?? "";
            if (type === "tag") {
                assert.equal(tag, expected);
            } else {
                assert.match(tag, DEV_TAG);
            }
            const taken = Object.entries(TAKERS).filter(([, { update }]) =>
                new RegExp(update.allowTags.replace(/^regexp:/, "")).test(tag),
            );
            assert.deepEqual(
                taken.map(([stack]) => stack),
                takers,
            );
            const isVersion = new RegExp(VERSION_TAGS.replace(/^regexp:/, "")).test(tag);
            assert.equal(/^::warning::/.test(log), type === "tag" && !isVersion, log);
        });
    }

    it("of a commit is the commit's own, also when the workflow runs again elsewhere", async () => {
        const first = await compute({ type: "branch", name: "main" });
        const again = await compute({ type: "branch", name: "main" }, { TZ: "Asia/Tokyo" });
        const commit = (await git("rev-parse", "HEAD")).slice(0, 7);
        assert.deepEqual(first.outputs, { tag: `dev-20250602043000-${commit}` });
        assert.deepEqual(again.outputs, first.outputs);
        assert.match(first.outputs.tag, new RegExp(DEV_TAGS.replace(/^regexp:/, "")));
    });

    it("of a later commit sorts after the one before", async () => {
        const before = await compute({ type: "branch", name: "main" });
        await gitAt(LATER, "commit", "--quiet", "--allow-empty", "--message=two");
        const after = await compute({ type: "branch", name: "main" });
        const [first = "", second = ""] = [before, after].map(({ outputs }) => outputs["tag"]);
        assert.ok(first < second, `${first} is not before ${second}`);
    });

    for (const [type, name, reason] of REFUSED) {
        it(`is refused for ${type} ${shortened(name)}`, async () => {
            const { code, outputs, log } = await compute({ type, name });
            assert.equal(code, 1);
            assert.deepEqual(outputs, {});
            assert.match(log, /::error::/);
            assert.match(log, reason);
            assert.equal(fs.existsSync(path.join(repository, "pwned")), false);
        });
    }

    it("runs on nothing but the environment: no expression is in its script", () => {
        assert.doesNotMatch(String(STEP.run), /\$\{\{/);
        assert.deepEqual(STEP.env, { DEFAULT_BRANCH: "main" });
    });

    function compute(ref: Ref, env: NodeJS.ProcessEnv = {}): Promise<StepResult> {
        return runStep(STEP, {
            directory: repository,
            env: { ...process.env, ...env, ...refVariables(ref) },
        });
    }

    function git(...args: string[]): Promise<string> {
        return gitAt(COMMITTED, ...args);
    }

    async function gitAt(date: string, ...args: string[]): Promise<string> {
        const { stdout } = await run("git", args, {
            cwd: repository,
            env: {
                PATH: process.env.PATH,
                GIT_CONFIG_GLOBAL: os.devNull,
                GIT_AUTHOR_NAME: "a",
                GIT_AUTHOR_EMAIL: "a@example.com",
                GIT_AUTHOR_DATE: "2024-01-01T00:00:00Z",
                GIT_COMMITTER_NAME: "a",
                GIT_COMMITTER_EMAIL: "a@example.com",
                GIT_COMMITTER_DATE: date,
            },
        });
        return stdout.trim();
    }
});

function shortened(name: string): string {
    return name.length > 40 ? `${name.slice(0, 10)}… (${name.length} characters)` : name;
}
