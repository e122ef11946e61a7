import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { buildWorkflow, WORKFLOW_PATH } from "../../components/manifests";
import { run } from "../../lab/processes/run";
import { runStep } from "../../lab/workflow/runStep";
import { Workflow } from "../../lab/workflow/workflow";
import { BUILDS, GHCR_APP } from "./sampleApps";

const STEP = Workflow.parse(
    buildWorkflow({ ...BUILDS, app: GHCR_APP, registry: "ghcr.io" }).content,
).step("images", { id: "changed" });

const SEED = [
    ...["apps/backend/main.go", "apps/frontend/main.go", "apps/backend-tools/main.go"],
    ...["manifests/base/kustomization.yaml", "README.md", WORKFLOW_PATH],
];

/** What a pull request changes, and whether the image of a context is built for it. */
const TABLE: readonly [what: string, context: string, changed: string[], isBuilt: boolean][] = [
    ["the context", "apps/backend", ["apps/backend/main.go"], true],
    ["a new file of the context", "apps/backend", ["apps/backend/new/file.go"], true],
    ["the context and others", "apps/backend", ["README.md", "apps/backend/main.go"], true],
    ["another context", "apps/backend", ["apps/frontend/main.go"], false],
    ["a folder that begins alike", "apps/backend", ["apps/backend-tools/main.go"], false],
    ["manifests", "apps/backend", ["manifests/base/kustomization.yaml"], false],
    ["the workflow", "apps/backend", [WORKFLOW_PATH], true],
    ["another workflow", "apps/backend", [".github/workflows/test.yml"], false],
    ["anything", ".", ["README.md"], true],
    ["manifests only", ".", ["manifests/base/kustomization.yaml"], false],
    ["manifests and others", ".", ["manifests/base/kustomization.yaml", "README.md"], true],
];

describe("whether the workflow builds an image for a pull request", () => {
    let work: string;
    let repository: string;

    before(async () => {
        work = fs.mkdtempSync(path.join(os.tmpdir(), "changed-"));
        repository = path.join(work, "repository");
        await git(work, "init", "--quiet", "--initial-branch=main", repository);
        await commit(SEED);
        await git(repository, "tag", "base");
    });

    beforeEach(() => git(repository, "reset", "--quiet", "--hard", "base"));

    after(() => {
        fs.rmSync(work, { recursive: true });
    });

    for (const [what, context, changed, isBuilt] of TABLE) {
        it(`that changes ${what}, of context ${context}: ${isBuilt ? "yes" : "no"}`, async () => {
            await merge(changed, "base");
            assert.equal(await decided(repository, context), isBuilt);
        });
    }

    it("is not said by what the branch has had meanwhile, in the workflow's checkout", async () => {
        await commit(["apps/backend/main.go"]);
        await git(repository, "tag", "meanwhile");
        await merge(["apps/frontend/main.go"], "meanwhile");
        const checkout = path.join(work, "checkout");
        // The workflow asks for two commits of history.
        await git(work, "clone", "--quiet", "--depth=2", `file://${repository}`, checkout);
        assert.equal(await decided(checkout, "apps/backend"), false);
        assert.equal(await decided(checkout, "apps/frontend"), true);
    });

    it("is said of a context with characters that shells know", async () => {
        const context = "apps/$(touch pwned) *";
        await merge([`${context}/main.go`], "base");
        assert.equal(await decided(repository, context), true);
        assert.equal(fs.existsSync(path.join(repository, "pwned")), false);
    });

    /** What the step says in a checkout. */
    async function decided(checkout: string, context: string): Promise<boolean> {
        const { code, outputs, log } = await runStep(STEP, {
            directory: checkout,
            env: process.env,
            contexts: { matrix: { context } },
        });
        assert.equal(code, 0, log);
        assert.equal(log.includes("has changed"), outputs["changed"] === undefined, log);
        return outputs["changed"] === "true";
    }

    /** Checks out what GitHub makes of a pull request: the merge of its head into its base. */
    async function merge(changed: readonly string[], base: string): Promise<void> {
        await commit(changed);
        const parents = ["-p", base, "-p", "HEAD"];
        const merged = await git(repository, "commit-tree", "HEAD^{tree}", ...parents, "-m", "m");
        await git(repository, "reset", "--quiet", "--hard", merged);
    }

    /** Adds a line to each file, and commits them. */
    async function commit(files: readonly string[]): Promise<void> {
        for (const file of files) {
            const target = path.join(repository, file);
            fs.mkdirSync(path.dirname(target), { recursive: true });
            fs.appendFileSync(target, "a line\n");
        }
        await git(repository, "add", "--all");
        await git(repository, "commit", "--quiet", "--message=change");
    }
});

async function git(directory: string, ...args: string[]): Promise<string> {
    const name = { GIT_AUTHOR_NAME: "a", GIT_COMMITTER_NAME: "a" };
    const mail = { GIT_AUTHOR_EMAIL: "a@example.com", GIT_COMMITTER_EMAIL: "a@example.com" };
    const { stdout } = await run("git", args, {
        cwd: directory,
        env: { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: os.devNull, ...name, ...mail },
    });
    return stdout.trim();
}
