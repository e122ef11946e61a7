import assert from "node:assert/strict";
import { parse } from "yaml";

import {
    type BuildWorkflowArgs,
    buildWorkflow,
    Provenance,
    WORKFLOW_PATH,
} from "../../components/manifests";
import { BUILDS, GHCR_APP, OTHER_APP, OTHER_REGISTRY } from "./sampleApps";

interface Step {
    readonly id?: string;
    readonly if?: string;
    readonly uses?: string;
    readonly run?: string;
    readonly env?: Readonly<Record<string, unknown>>;
    readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
    readonly if: string;
    readonly needs?: string;
    readonly permissions: Readonly<Record<string, string>>;
    readonly strategy?: { readonly matrix: { readonly include: unknown[] } };
    readonly outputs?: Readonly<Record<string, string>>;
    readonly steps: Step[];
}

interface Workflow {
    readonly on: {
        readonly push: { branches: string[]; tags: string[]; paths: string[] };
        readonly pull_request: object;
    };
    readonly permissions: Readonly<Record<string, string>>;
    readonly concurrency: object;
    readonly jobs: Readonly<Record<"build" | "attest" | "images" | "overlays", Job>>;
}

const GHCR_ARGS = { ...BUILDS, app: GHCR_APP, registry: "ghcr.io" };
const GHCR = render(GHCR_ARGS);
const OTHER = render({ ...BUILDS, app: OTHER_APP, registry: OTHER_REGISTRY });
const ON_PULL_REQUESTS = ["images", "overlays"] as const;

describe("the build workflow", () => {
    it("builds every image from its context, on pushes and on pull requests", () => {
        const expected = GHCR_APP.images.map(({ name, repository, context }) => ({
            name,
            repository,
            context,
        }));
        for (const job of ["build", "images"] as const) {
            assert.deepEqual(GHCR.jobs[job].strategy?.matrix.include, expected);
        }
    });

    it("has no permission but what each job needs", () => {
        const read = { contents: "read" };
        assert.deepEqual(GHCR.permissions, {});
        assert.deepEqual(permissions(GHCR), {
            build: { ...read, packages: "write" },
            attest: { attestations: "write", "id-token": "write" },
            images: read,
            overlays: read,
        });
        assert.deepEqual(permissions(OTHER), { ...permissions(GHCR), build: read });
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

    it("gives pull requests no secret, no token and no way to push", () => {
        for (const { on, jobs } of [GHCR, OTHER]) {
            assert.deepEqual(Object.keys(on), ["push", "pull_request"]);
            for (const name of ON_PULL_REQUESTS) {
                const text = JSON.stringify(jobs[name]);
                assert.equal(jobs[name].if, "github.event_name == 'pull_request'");
                assert.doesNotMatch(text, /secrets|github\.token|login-action|"push":true/);
            }
            for (const name of ["build", "attest"] as const) {
                assert.match(jobs[name].if, /github\.event_name == 'push'/);
            }
        }
        assert.equal(GHCR.jobs.images.steps.at(-1)?.with?.push, false);
    });

    it("pins every action by commit, with the version beside it", () => {
        const uses = buildWorkflow(GHCR_ARGS)
            .content.split("\n")
            .filter((line) => line.includes("uses:"));
        assert.equal(uses.length, 9);
        for (const line of uses) assert.match(line, /uses: \S+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    });

    it("lets no expression into a script", () => {
        for (const workflow of [GHCR, OTHER]) {
            for (const { run } of Object.values(workflow.jobs).flatMap(({ steps }) => steps)) {
                assert.doesNotMatch(run ?? "", /\$\{\{/);
            }
        }
    });

    it("gives one tag a build, and links the package to the repository", () => {
        const build = GHCR.jobs.build.steps.find(({ id }) => id === "build")?.with;
        assert.equal(build?.tags, "${{ matrix.repository }}:${{ steps.tag.outputs.tag }}");
        assert.match(String(build.labels), /^org\.opencontainers\.image\.source=/);
    });

    it("builds for the platforms it is told", () => {
        const { jobs } = render({ ...GHCR_ARGS, platforms: ["linux/amd64", "linux/arm64"] });
        for (const job of [jobs.build, jobs.images]) {
            assert.equal(job.steps.at(-1)?.with?.platforms, "linux/amd64,linux/arm64");
        }
    });

    it("lets pushes of a ref wait for each other, and stops checks of what has changed", () => {
        assert.deepEqual(GHCR.concurrency, {
            group: "${{ github.workflow }}-${{ github.ref }}",
            "cancel-in-progress": "${{ github.event_name == 'pull_request' }}",
        });
    });

    it("runs for sources, tags and itself, not for manifests", () => {
        assert.deepEqual(GHCR.on.push.branches, ["main"]);
        assert.deepEqual(GHCR.on.push.tags, ["v*"]);
        const whole = render({
            ...GHCR_ARGS,
            app: {
                ...GHCR_APP,
                images: GHCR_APP.images.map((one) => ({ ...one, context: "." })),
            },
        });
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

    it("checks every pull request for the branch that is built", () => {
        assert.deepEqual(GHCR.on.pull_request, { branches: ["main"] });
    });
});

describe("provenance", () => {
    const conditionOf = (provenance: Provenance) =>
        render({ ...GHCR_ARGS, provenance }).jobs.attest.if;

    it("is attested where any plan allows it, unless configured otherwise", () => {
        assert.equal(
            conditionOf(Provenance.Auto),
            "${{ !cancelled() && github.event_name == 'push' && " +
                "!github.event.repository.private && github.server_url == 'https://github.com' }}",
        );
        assert.equal(
            conditionOf(Provenance.Always),
            "${{ !cancelled() && github.event_name == 'push' }}",
        );
        assert.equal(
            Object.hasOwn(render({ ...GHCR_ARGS, provenance: Provenance.Never }).jobs, "attest"),
            false,
        );
    });

    it("is that of the digest that was pushed, image by image", () => {
        const { build, attest } = GHCR.jobs;
        assert.equal(attest.needs, "build");
        assert.deepEqual(
            Object.keys(build.outputs ?? {}),
            GHCR_APP.images.map(({ name }) => `digest-${name}`),
        );
        assert.deepEqual(attest.strategy?.matrix.include[0], {
            name: "backend",
            repository: "ghcr.io/letsgo/letsgo-app-backend",
            output: "digest-backend",
        });
        assert.deepEqual(attest.steps[0]?.with, {
            "subject-name": "${{ matrix.repository }}",
            "subject-digest": "${{ needs.build.outputs[matrix.output] }}",
        });
    });

    it("is not pushed beside the image, where the updater would see a tag", () => {
        assert.doesNotMatch(JSON.stringify(GHCR.jobs.attest), /push-to-registry/);
        for (const job of [GHCR.jobs.build, GHCR.jobs.images]) {
            assert.equal(job.steps.at(-1)?.with?.provenance, false);
        }
    });
});

function render(args: BuildWorkflowArgs): Workflow {
    const file = buildWorkflow(args);
    assert.equal(file.path, WORKFLOW_PATH);
    return parse(file.content) as Workflow;
}

function permissions(workflow: Workflow): object {
    return Object.fromEntries(
        Object.entries(workflow.jobs).map(([name, job]) => [name, job.permissions]),
    );
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
