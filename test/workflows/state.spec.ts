import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { parse } from "yaml";
import { z } from "zod";

import { runStep } from "../../lab/workflow/runStep";
import { Workflow } from "../../lab/workflow/workflow";
import { BACKEND_SECRETS } from "../../scripts/ci/backendSecrets";
import { GUARD } from "../support/stateRules";

const ROOT = path.join(__dirname, "..", "..");

/** The jobs that use Pulumi's state. */
const JOBS = [
    ["deploy-stack.yml", "deploy"],
    ["destroy.yml", "announce"],
    ["destroy.yml", "destroy"],
    ["drift.yml", "look"],
    ["preview.yml", "preview"],
] as const;

const anyWorkflow = z.object({ jobs: z.record(z.string(), z.looseObject({})) });

describe("the workflows' jobs with a state", () => {
    let directory: string;

    before(() => {
        directory = fs.mkdtempSync(path.join(os.tmpdir(), "state-"));
    });
    after(() => {
        fs.rmSync(directory, { recursive: true });
    });

    const text = (file: string) =>
        fs.readFileSync(path.join(ROOT, ".github", "workflows", file), "utf8");

    const stepOf = ([file, job]: readonly [string, string], id: string) =>
        Workflow.parse(text(file), file).step(job, { id });

    it("are these", () => {
        const found = [...new Set(JOBS.map(([file]) => file))].flatMap((file) =>
            Object.entries(anyWorkflow.parse(parse(text(file))).jobs)
                .filter(([, job]) => JSON.stringify(job).includes("PULUMI_BACKEND_URL"))
                .map(([job]) => [file, job]),
        );
        assert.deepEqual(found, JOBS);
    });

    describe("begin with the same step, which", () => {
        const guard = (url: string, token = "") =>
            runStep(stepOf(JOBS[0], GUARD), {
                directory,
                env: { PATH: process.env.PATH, PULUMI_BACKEND_URL: url },
                contexts: { secrets: { PULUMI_ACCESS_TOKEN: token } },
            });

        it("is the same in each", () => {
            for (const job of JOBS) {
                assert.deepEqual(stepOf(job, GUARD), stepOf(JOBS[0], GUARD), job.join());
            }
        });

        it("lets remote backends pass, and leaves to Pulumi.yaml what is not said", async () => {
            for (const url of ["s3://bucket?region=x", " S3://b ", "azblob://c", "gs://b", ""]) {
                const { code, log } = await guard(url);
                assert.deepEqual([code, log], [0, ""], url);
            }
            assert.equal((await guard("https://api.pulumi.com", "pul-1")).code, 0);
        });

        it("refuses what goes with the runner, or is not known, without repeating it", async () => {
            for (const url of ["file://~", "FILE:///tmp", "/state", "http://user:hunter2@host"]) {
                const { code, log } = await guard(url, "pul-1");
                assert.equal(code, 1, url);
                assert.match(log, /::error::PULUMI_BACKEND_URL is none of s3:, azblob:, gs:/);
                assert.doesNotMatch(log, /hunter2|state\b.*\/state/);
            }
        });

        it("refuses a server without a token", async () => {
            const { code, log } = await guard("https://api.pulumi.com");
            assert.equal(code, 1);
            assert.match(log, /::error::.*needs PULUMI_ACCESS_TOKEN/);
        });
    });

    describe("sign in with the same secrets, which", () => {
        it("are given to the step in each", () => {
            const wanted = BACKEND_SECRETS.map((name) => [name, `\${{ secrets.${name} }}`]);
            for (const job of JOBS) {
                assert.deepEqual(Object.entries(stepOf(job, "sign-in").env), wanted, job.join());
            }
        });

        it("are all in the table of docs/pipelines.md", () => {
            const page = fs.readFileSync(path.join(ROOT, "docs", "pipelines.md"), "utf8");
            const [, table = ""] = /\n\| Secret +\|[^\n]*\n([^]*?)\n\n/.exec(page) ?? [];
            const first = table.split("\n").map((row) => row.split("|")[1] ?? "");
            const names = first.flatMap((cell) => [...cell.matchAll(/`([A-Z_]+)`/g)]);
            assert.deepEqual(
                names
                    .map(([, name]) => name ?? "")
                    .filter((name) => !name.startsWith("PREVIEW_"))
                    .sort(),
                [...BACKEND_SECRETS].sort(),
            );
        });

        it("are handed on if they are set; what is not set hides nothing", async () => {
            const secrets = Object.fromEntries(BACKEND_SECRETS.map((name) => [name, ""]));
            const { code, variables, log } = await runStep(stepOf(JOBS[0], "sign-in"), {
                directory: ROOT,
                env: { ...process.env, AWS_ACCESS_KEY_ID: "of the role" },
                contexts: {
                    secrets: {
                        ...secrets,
                        PULUMI_CONFIG_PASSPHRASE: "a passphrase",
                        GOOGLE_CREDENTIALS: "{\n}",
                    },
                },
            });
            assert.equal(code, 0, log);
            assert.deepEqual(variables, {
                PULUMI_CONFIG_PASSPHRASE: "a passphrase",
                GOOGLE_CREDENTIALS: "{\n}",
            });
            assert.match(log, /Set: PULUMI_CONFIG_PASSPHRASE, GOOGLE_CREDENTIALS/);
            assert.doesNotMatch(log, /a passphrase/);
        });
    });

    describe("deploy", () => {
        /** What `pulumi` is called with. */
        async function up(): Promise<string> {
            const tools = path.join(directory, "bin");
            fs.mkdirSync(tools, { recursive: true });
            fs.writeFileSync(path.join(tools, "pulumi"), '#!/bin/sh\necho "$@"\n', { mode: 0o755 });
            const PATH = [tools, process.env.PATH].join(path.delimiter);
            const env = { PATH, STACK: "prod" };
            const { code, log } = await runStep(stepOf(JOBS[0], "up"), { directory, env });
            assert.equal(code, 0, log);
            return log.trim();
        }

        it("under the policies, relaxed if there is a file for it", async () => {
            const plain = "up --refresh --yes --non-interactive --stack prod --policy-pack policy";
            assert.equal(await up(), plain);
            fs.writeFileSync(path.join(directory, "policy.json"), "{}");
            assert.equal(await up(), `${plain} --policy-pack-config policy.json`);
        });
    });
});
