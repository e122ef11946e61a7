import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parse } from "yaml";

import {
    type AppModel,
    buildWorkflow,
    DEV_TAGS,
    VERSION_TAGS,
    WORKFLOW_PATH,
} from "../../components/manifests";
import { GHCR_APP, OTHER_APP, OTHER_REGISTRY } from "./sampleApps";

interface Step {
    readonly id?: string;
    readonly uses?: string;
    readonly run?: string;
    readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
    readonly on: { readonly push: { branches: string[]; tags: string[]; paths: string[] } };
    readonly permissions: Readonly<Record<string, string>>;
    readonly jobs: {
        readonly build: {
            readonly permissions: Readonly<Record<string, string>>;
            readonly strategy: { readonly matrix: { readonly include: unknown[] } };
            readonly steps: Step[];
        };
    };
}

const GHCR = render(GHCR_APP, "ghcr.io");
const OTHER = render(OTHER_APP, OTHER_REGISTRY);

describe("the build workflow", () => {
    it("builds every image from its context", () => {
        assert.deepEqual(
            GHCR.jobs.build.strategy.matrix.include,
            GHCR_APP.images.map(({ name, repository, context }) => ({ name, repository, context })),
        );
    });

    it("may read the code, and write packages only on GHCR", () => {
        assert.deepEqual(GHCR.permissions, {});
        assert.deepEqual(GHCR.jobs.build.permissions, { contents: "read", packages: "write" });
        assert.deepEqual(OTHER.jobs.build.permissions, { contents: "read" });
    });

    it("signs in to GHCR with its own token, elsewhere with secrets", () => {
        assert.deepEqual(login(GHCR), {
            registry: "ghcr.io",
            username: "${{ github.actor }}",
            password: "${{ secrets.GITHUB_TOKEN }}",
        });
        assert.deepEqual(login(OTHER), {
            registry: OTHER_REGISTRY,
            username: "${{ secrets.REGISTRY_USERNAME }}",
            password: "${{ secrets.REGISTRY_PASSWORD }}",
        });
    });

    it("pins every action by commit, with the version beside it", () => {
        const text = buildWorkflow({ app: GHCR_APP, registry: "ghcr.io", defaultBranch: "main" });
        const uses = text.content.split("\n").filter((line) => line.includes("uses:"));
        assert.equal(uses.length, 4);
        for (const line of uses) assert.match(line, /uses: \S+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    });

    it("lets no expression into a shell", () => {
        for (const step of [...GHCR.jobs.build.steps, ...OTHER.jobs.build.steps]) {
            assert.doesNotMatch(step.run ?? "", /\$\{\{/);
        }
    });

    it("gives one tag a build, and links the package to the repository", () => {
        const build = GHCR.jobs.build.steps.at(-1)?.with;
        assert.equal(build?.tags, "${{ matrix.repository }}:${{ steps.tag.outputs.tag }}");
        assert.match(String(build.labels), /^org\.opencontainers\.image\.source=/);
    });

    it("runs for sources, tags and itself, not for manifests", () => {
        assert.deepEqual(GHCR.on.push.branches, ["main"]);
        assert.deepEqual(GHCR.on.push.tags, ["v*"]);
        const whole = render(
            { ...GHCR_APP, images: GHCR_APP.images.map((one) => ({ ...one, context: "." })) },
            "ghcr.io",
        );
        const table: [Workflow, string, boolean][] = [
            [GHCR, "apps/backend/main.go", true],
            [GHCR, "apps/frontend/deep/down.go", true],
            [GHCR, WORKFLOW_PATH, true],
            [GHCR, "apps/other/main.go", false],
            [GHCR, "README.md", false],
            [GHCR, "manifests/overlays/development/kustomization.yaml", false],
            [GHCR, "manifests/base/configmap.yaml", false],
            [whole, "main.go", true],
            [whole, "manifests/overlays/development/kustomization.yaml", false],
        ];
        for (const [workflow, file, expected] of table) {
            assert.equal(triggers(workflow.on.push.paths, file), expected, file);
        }
    });
});

describe("the tag the workflow computes", () => {
    let repository: string;
    let commit: string;

    before(() => {
        repository = fs.mkdtempSync(path.join(os.tmpdir(), "workflow-"));
        git("init", "--quiet");
        // Half an hour before midnight in New York is the next day in UTC.
        git("commit", "--quiet", "--allow-empty", "--message=one");
        commit = git("rev-parse", "HEAD").slice(0, 7);
    });

    after(() => {
        fs.rmSync(repository, { recursive: true });
    });

    const table: { ref: [type: string, name: string]; tag: () => string; matches?: string }[] = [
        {
            ref: ["branch", "main"],
            tag: () => `dev-20250602043000-${commit}`,
            matches: DEV_TAGS,
        },
        { ref: ["tag", "v1.2.3"], tag: () => "v1.2.3", matches: VERSION_TAGS },
        { ref: ["tag", "v1.0.0-rc.1"], tag: () => "v1.0.0-rc.1", matches: VERSION_TAGS },
        { ref: ["tag", "v2"], tag: () => "v2" },
    ];
    for (const { ref, tag, matches } of table) {
        it(`of ${ref.join(" ")}`, () => {
            const { status, output } = computeTag(ref);
            assert.equal(status, 0);
            assert.equal(output, `tag=${tag()}\n`);
            if (matches !== undefined) {
                assert.match(tag(), new RegExp(matches.slice("regexp:".length)));
            }
        });
    }

    it("is the same when the workflow runs again", () => {
        assert.equal(
            computeTag(["branch", "main"]).output,
            computeTag(["branch", "main"], { TZ: "Asia/Tokyo" }).output,
        );
    });

    for (const name of ["v1.0.0+build", "v1/2", "v1$(touch${IFS}pwned)", "v1;touch${IFS}pwned"]) {
        it(`is refused for the Git tag ${name}`, () => {
            const { status, output, log } = computeTag(["tag", name]);
            assert.equal(status, 1);
            assert.equal(output, "");
            assert.match(log, /^::error::.* cannot be an image tag/);
            assert.equal(fs.existsSync(path.join(repository, "pwned")), false);
        });
    }

    /** Runs the step as the runner does. */
    function computeTag([type, name]: [type: string, name: string], env: NodeJS.ProcessEnv = {}) {
        const script = GHCR.jobs.build.steps.find((step) => step.id === "tag")?.run;
        assert.ok(script);
        const outputFile = path.join(repository, "output");
        fs.writeFileSync(outputFile, "");
        const step = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
            cwd: repository,
            encoding: "utf8",
            env: {
                ...process.env,
                ...env,
                GITHUB_REF_TYPE: type,
                GITHUB_REF_NAME: name,
                GITHUB_OUTPUT: outputFile,
            },
        });
        const output = fs.readFileSync(outputFile, "utf8");
        return { status: step.status, output, log: step.stdout + step.stderr };
    }

    function git(...args: string[]): string {
        return execFileSync("git", args, {
            cwd: repository,
            encoding: "utf8",
            env: {
                PATH: process.env.PATH,
                GIT_CONFIG_GLOBAL: os.devNull,
                GIT_AUTHOR_NAME: "a",
                GIT_AUTHOR_EMAIL: "a@example.com",
                GIT_AUTHOR_DATE: "2024-01-01T00:00:00Z",
                GIT_COMMITTER_NAME: "a",
                GIT_COMMITTER_EMAIL: "a@example.com",
                GIT_COMMITTER_DATE: "2025-06-01T23:30:00-0500",
            },
        });
    }
});

function render(app: AppModel, registry: string): Workflow {
    const file = buildWorkflow({ app, registry, defaultBranch: "main" });
    assert.equal(file.path, WORKFLOW_PATH);
    return parse(file.content) as Workflow;
}

function login(workflow: Workflow): unknown {
    return workflow.jobs.build.steps.find((step) => step.uses?.startsWith("docker/login-action@"))
        ?.with;
}

/** GitHub's path filter, for the patterns we use: the last one that matches decides. */
function triggers(patterns: readonly string[], file: string): boolean {
    return patterns.reduce((matched, pattern) => {
        const positive = !pattern.startsWith("!");
        const glob = positive ? pattern : pattern.slice(1);
        const hit = glob.endsWith("**") ? file.startsWith(glob.slice(0, -2)) : file === glob;
        return hit ? positive : matched;
    }, false);
}
