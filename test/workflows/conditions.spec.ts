import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";

import { parse } from "yaml";
import { z } from "zod";

import { type Contexts, evaluated, isRun } from "../support/workflowExpressions";

const FOLDER = path.join(__dirname, "..", "..", ".github", "workflows");

const scalar = z.union([z.string(), z.number(), z.boolean()]);

const job = z.looseObject({
    if: z.string().optional(),
    needs: z.union([z.string(), z.array(z.string())]).default([]),
    uses: z.string().optional(),
    with: z.record(z.string(), scalar).default({}),
    env: z.record(z.string(), scalar).default({}),
    "timeout-minutes": scalar.optional(),
    concurrency: z.object({ group: z.string(), "cancel-in-progress": scalar }).optional(),
    steps: z
        .array(z.looseObject({ id: z.string().optional(), if: z.string().optional() }))
        .default([]),
});

type Job = z.output<typeof job>;

const workflow = z.looseObject({
    concurrency: job.shape.concurrency,
    jobs: z.record(z.string(), job),
});

function read(file: string): z.output<typeof workflow> {
    return workflow.parse(parse(fs.readFileSync(path.join(FOLDER, file), "utf8")));
}

function jobOf(file: string, name: string): Job {
    return read(file).jobs[name] ?? assert.fail(`${file} has no job ${name}`);
}

/** The jobs of a workflow that are begun, in order, if those that fail are these. */
async function begun(file: string, contexts: Contexts, failing: readonly string[] = []) {
    const results: Record<string, "success" | "failure" | "skipped"> = {};
    for (const [name, each] of Object.entries(read(file).jobs)) {
        const before = [each.needs].flat().map((needed) => results[needed]);
        const status = { failed: before.includes("failure"), skipped: before.includes("skipped") };
        const runs = await isRun(each.if, { vars: {}, inputs: {}, ...contexts }, status);
        results[name] = !runs ? "skipped" : failing.includes(name) ? "failure" : "success";
    }
    return Object.keys(results).filter((name) => results[name] !== "skipped");
}

describe("the workflows' conditions", () => {
    const released = (prerelease: boolean) => ({
        github: { event_name: "release", event: { release: { prerelease } } },
    });
    const byHand = (stacks: string) => ({
        github: { event_name: "workflow_dispatch", event: {} },
        inputs: { stacks },
    });
    const pushed = { github: { event_name: "push", event: {} } };

    describe("deploy.yml", () => {
        const cases: Record<string, [contexts: Contexts, stacks: string[]]> = {
            "a push: dev": [pushed, ["dev"]],
            "a release: staging, then prod": [released(false), ["staging", "prod"]],
            "a pre-release: staging, and not prod": [released(true), ["staging"]],
            "by hand: staging, then prod": [byHand("staging, then prod"), ["staging", "prod"]],
            "by hand: dev alone": [byHand("dev"), ["dev"]],
            "by hand: staging alone": [byHand("staging"), ["staging"]],
            "by hand: prod alone": [byHand("prod"), ["prod"]],
            "a release where there is no staging: prod": [
                { ...released(false), vars: { STACKS: '["dev","prod"]' } },
                ["prod"],
            ],
            "a release where there is no prod: staging": [
                { ...released(false), vars: { STACKS: '["dev","staging"]' } },
                ["staging"],
            ],
            "a push where there is no dev: nothing": [
                { ...pushed, vars: { STACKS: '["prod"]' } },
                [],
            ],
        };
        for (const [what, [contexts, stacks]] of Object.entries(cases)) {
            it(`deploys after ${what}`, async () => {
                assert.deepEqual(await begun("deploy.yml", contexts), stacks);
            });
        }

        it("does not deploy prod if staging has failed", async () => {
            assert.deepEqual(await begun("deploy.yml", released(false), ["staging"]), ["staging"]);
        });

        it("does not deploy prod if the run is cancelled", async () => {
            const contexts = { vars: {}, inputs: {}, ...released(false) };
            const { if: condition } = jobOf("deploy.yml", "prod");
            assert.equal(await isRun(condition, contexts, { cancelled: true }), false);
        });

        it("deploys the stack that its job is called after", () => {
            for (const [name, { uses, with: given }] of Object.entries(read("deploy.yml").jobs)) {
                assert.equal(uses, "./.github/workflows/deploy-stack.yml");
                assert.equal(given.stack, name);
            }
        });
    });

    describe("one run at a time", () => {
        const groupOf = async (file: string, name: string, contexts: Contexts) => {
            const { concurrency } = jobOf(file, name);
            return [
                await evaluated(concurrency?.group ?? "", contexts),
                concurrency?.["cancel-in-progress"],
            ];
        };

        it("of a stack's deployment and destruction, which is never cut short", async () => {
            const inputs = { stack: "prod" };
            for (const [file, name] of [
                ["deploy-stack.yml", "deploy"],
                ["destroy.yml", "destroy"],
            ] as const) {
                assert.deepEqual(await groupOf(file, name, { inputs }), ["stack-prod", false]);
            }
        });

        it("of a stack's drift, which keeps no deployment waiting", async () => {
            const matrix = { stack: "prod" };
            assert.deepEqual(await groupOf("drift.yml", "look", { matrix }), ["drift-prod", false]);
        });

        it("of a pull request's preview of a stack; a newer commit's ends it", async () => {
            const contexts = {
                matrix: { stack: "prod" },
                github: { event: { pull_request: { number: 7 } } },
            };
            assert.deepEqual(await groupOf("preview.yml", "preview", contexts), [
                "preview-7-prod",
                true,
            ]);
        });
    });

    describe("preview.yml", () => {
        const pull = (from: string, actor = "alice") => ({
            github: {
                actor,
                repository: "acme/platform",
                event: { pull_request: { head: { repo: { full_name: from } } } },
            },
        });

        it("previews what comes from the repository, once its tests have passed", async () => {
            const own = pull("acme/platform");
            assert.deepEqual(await begun("preview.yml", own), ["test", "preview"]);
            assert.deepEqual(await begun("preview.yml", own, ["test"]), ["test"]);
        });

        it("tells all others that they have no preview, whatever their tests say", async () => {
            for (const other of [
                pull("mallory/platform"),
                pull("acme/platform", "dependabot[bot]"),
            ]) {
                const told = ["test", "without-secrets"];
                assert.deepEqual(await begun("preview.yml", other), told);
                assert.deepEqual(await begun("preview.yml", other, ["test"]), told);
            }
        });
    });

    describe("destroy.yml", () => {
        it("asks for the approval after it has said what goes, and not if it may not", async () => {
            assert.deepEqual(await begun("destroy.yml", {}), ["announce", "destroy"]);
            assert.deepEqual(await begun("destroy.yml", {}, ["announce"]), ["announce"]);
        });

        it("tells how it has ended if the destroy has failed, and not if there was none", async () => {
            const report = jobOf("destroy.yml", "destroy").steps.find(({ id }) => id === "report");
            const after = (before: string) => ({ steps: { before: { outputs: { before } } } });
            assert.equal(await isRun(report?.if, after("{}"), { failed: true }), true);
            assert.equal(await isRun(report?.if, after(""), { failed: true }), false);
        });
    });

    describe("test.yml", () => {
        const by = (event_name: string) => ({
            github: { event_name, workflow: "Test", ref: "refs/heads/main" },
        });
        const LAB = ["TESTS", "timeout-minutes"] as const;

        for (const [event, jobs, tests, minutes] of [
            ["push", ["test", "lab"], "test:lab", 120],
            ["workflow_dispatch", ["test", "lab"], "test:lab", 120],
            ["schedule", ["test", "lab"], "test:lab:full", 350],
            ["pull_request", ["test"], "test:lab", 120],
        ] as const) {
            it(`runs ${jobs.join(" and ")} after ${event}: ${tests}`, async () => {
                assert.deepEqual(await begun("test.yml", by(event)), jobs);
                const lab = jobOf("test.yml", "lab");
                const given = { TESTS: lab.env.TESTS, "timeout-minutes": lab["timeout-minutes"] };
                const values = LAB.map((name) => evaluated(String(given[name]), by(event)));
                assert.deepEqual(await Promise.all(values), [tests, minutes]);
            });
        }

        it("lets no push wait for the weekly run", async () => {
            const group = read("test.yml").concurrency?.group ?? "";
            const groups = ["push", "workflow_dispatch", "schedule"].map((event) =>
                evaluated(group, by(event)),
            );
            assert.deepEqual(await Promise.all(groups), [
                "test-Test-refs/heads/main",
                "test-Test-refs/heads/main",
                "test-Test-weekly",
            ]);
        });
    });
});
