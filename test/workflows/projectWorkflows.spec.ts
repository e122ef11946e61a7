import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";

import { run } from "../../lab/processes/run";
import { environments } from "../../stacks/environments";
import { workflowFaults } from "../support/workflowSchema";
import { actionsIn, brokenRules, stacksIn } from "../support/workflowRules";
import { builtTools } from "../support/workflowTools";

const ROOT = path.join(__dirname, "..", "..");
const FOLDER = path.join(ROOT, ".github", "workflows");
const FILES = fs.readdirSync(FOLDER).sort();

const read = (file: string) => fs.readFileSync(path.join(FOLDER, file), "utf8");

describe("this project's workflows", () => {
    it("are all YAML files that GitHub looks at", () => {
        assert.ok(FILES.includes("test.yml") && FILES.includes("preview.yml"));
        assert.deepEqual(
            FILES.filter((file) => !file.endsWith(".yml")),
            [],
        );
    });

    for (const file of FILES) {
        describe(file, () => {
            it("is taken by GitHub's own parser", async () => {
                assert.deepEqual(await workflowFaults(file, read(file)), []);
            });

            it("keeps the rules", () => {
                assert.deepEqual(brokenRules(read(file)), []);
            });

            it("goes through the stacks that there are", () => {
                for (const stacks of stacksIn(read(file))) {
                    assert.deepEqual(stacks, Object.keys(environments));
                }
            });
        });
    }

    it("use each action in one version, here and in repositories that the program makes", () => {
        const generated = fs.readFileSync(
            path.join(ROOT, "test/golden/repository-ghcr/.github/workflows/build-and-push.yml"),
            "utf8",
        );
        const all = new Set([...FILES.map(read), generated].flatMap(actionsIn));
        const names = [...all].map((action) => action.split("@")[0]);
        assert.deepEqual(names.sort(), [...new Set(names)].sort());
    });

    it("run npm test with each Node that is supported", () => {
        assert.match(read("test.yml"), /node: \[20, 22\]/);
        assert.match(read("test.yml"), /run: npm test\n/);
    });

    describe("the rules", () => {
        const broken: Record<string, [from: string | RegExp, to: string, fault: RegExp]> = {
            "an action by tag": [/@[0-9a-f]{40} # v[\d.]+/, "@v5", /not pinned[\s\S]*no version/],
            "an action without its version": [/ # v5\.0\.1/, "", /no version behind it/],
            "a workflow that is not there": [
                "./.github/workflows/test.yml",
                "./no.yml",
                /not there/,
            ],
            "an event with secrets for strangers": [
                "pull_request:\n",
                "pull_request_target:\n",
                /pull_request_target gives secrets/,
            ],
            "permissions for all jobs": ["permissions: {}", "permissions: read-all", /not {}/],
            "no permissions for all jobs": ["permissions: {}\n", "", /not {}/],
            "a permission to push": [/contents: read/, "contents: write", /contents: write/],
            "no timeout": [/ +timeout-minutes: 20\n/, "", /no timeout/],
            "a runner that moves": ["ubuntu-24.04", "ubuntu-latest", /version of the runner/],
            "an expression in a script": [
                'main.ts "$STACK"',
                "main.ts ${{ matrix.stack }}",
                /expression in a script/,
            ],
            "a script that is not there": [
                "ci/backend.ts",
                "ci/backends.ts",
                /backends\.ts is not/,
            ],
            "a token that stays": ["persist-credentials: false", "clean: true", /leaves its token/],
            "secrets for a fork": [
                "head.repo.full_name == github.repository",
                "number != 0",
                /pull requests of forks/,
            ],
            "secrets without an environment": [
                /\n +environment: preview.*/,
                "",
                /no environment to ask/,
            ],
            "no look at the backend before there is code": [
                / +- id: remote\n(?: {14}.*\n)+/,
                "",
                /first step does not refuse a backend/,
            ],
            "a look at the backend after the checkout": [
                /( +- id: remote\n(?: {14}.*\n)+)((?: +#.*\n)?( +)- uses: actions\/checkout.*\n(?:\3 .*\n)+)/,
                "$2$1",
                /first step does not refuse a backend/,
            ],
            "a look at the backend only sometimes": [
                "- id: remote\n",
                "- id: remote\n              if: vars.STRICT != ''\n",
                /first step does not refuse a backend/,
            ],
            "a first step that looks at no backend": [
                /PULUMI_BACKEND_URL\/\/[^]*?esac/,
                "STACK}",
                /first step does not refuse a backend/,
            ],
            "no look at Pulumi.yaml": [
                "scripts/ci/backend.ts",
                "scripts/ci/installPulumi.ts",
                /before it knows what Pulumi\.yaml says/,
            ],
            "a sign-in before an action of others": [
                /- name: Install Pulumi\n +id: install\n +run: .*/,
                "- uses: azure/login@f5d393ae46f8fde4be8b75f32e3fc50e654ad0ca # v3.0.1",
                /azure\/login comes after the sign-in/,
            ],
            "secrets for all steps": [
                "PULUMI_BACKEND_URL: ${{ vars.",
                "PULUMI_BACKEND_URL: ${{ secrets.",
                /environment of all steps/,
            ],
        };
        for (const [what, [from, to, fault]] of Object.entries(broken)) {
            it(`refuse ${what}`, () => {
                const text = read("preview.yml");
                const changed = text.replace(from, to);
                assert.notEqual(changed, text);
                assert.match(brokenRules(changed).join("\n"), fault);
            });
        }
    });

    describe("actionlint", () => {
        const tool = builtTools("the project's workflows with actionlint", "actionlint");

        it("finds nothing in any of them", async () => {
            const files = FILES.map((file) => path.join(FOLDER, file));
            const flags = ["-shellcheck=", "-pyflakes=", "-no-color"];
            const { code, stdout } = await run(tool("actionlint"), [...flags, ...files], {
                accept: [0, 1],
            });
            assert.equal(stdout, "");
            assert.equal(code, 0);
        });
    });
});
