import assert from "node:assert/strict";
import { join } from "node:path";

import { ESLint, Linter } from "eslint";
import tseslint from "typescript-eslint";

const RULE = "@typescript-eslint/no-restricted-imports";
const root = join(__dirname, "..");

/** One import statement in a file, and whether docs/architecture.md lets it be there. */
const imports: readonly [file: string, statement: string, allowed: boolean][] = [
    ["components/argoCd.ts", 'import { names } from "./manifests";', true],
    ["components/argoCd.ts", 'import { dev } from "../stacks/dev";', false],
    ["components/argoCd.ts", 'import { labPaths } from "../lab/paths";', false],
    ["components/manifests/base.ts", 'import { toYaml } from "./yaml";', true],
    ["components/manifests/base.ts", 'import { Instance } from "../instance";', false],
    ["components/manifests/base.ts", 'import { dev } from "../../stacks/dev";', false],
    ["stacks/dev.ts", 'import { DEV_TAGS } from "../components/manifests/tags";', true],
    ["stacks/dev.ts", 'import type { ChartSource } from "../components/chartSource";', true],
    ["stacks/dev.ts", 'export type { ChartSource } from "../components/chartSource";', true],
    ["stacks/dev.ts", 'import { defaults } from "../components/defaults";', false],
    ["stacks/dev.ts", 'import { ArgoCd } from "../components";', false],
    ["stacks/config/keys/app.ts", 'import { ArgoCd } from "../../../components";', false],
    ["stacks/dev.ts", 'import { labPaths } from "../lab/paths";', false],
    ["index.ts", 'import { ArgoCd } from "./components";', true],
    ["program/subject.ts", 'import { loadConfig } from "../stacks";', true],
    ["program/subject.ts", 'import { labPaths } from "../lab/paths";', false],
    ["components/argoCd.ts", 'import { subjectOf } from "../program/subject";', false],
    ["stacks/dev.ts", 'import { subjectOf } from "../program/subject";', false],
    ["index.ts", 'import { labPaths } from "./lab/paths";', false],
    ["cli/wait/main.ts", 'import { labPaths } from "../../lab/paths";', false],
    ["cli/wait/main.ts", 'import { dev } from "../../stacks/dev";', false],
    ["cli/stackInit/main.ts", 'import { dev } from "../../stacks/dev";', true],
    ["cli/stackInit/main.ts", 'import { labPaths } from "../../lab/paths";', false],
    ["policy/main.ts", 'import { labPaths } from "../lab/paths";', false],
    ["scripts/render/main.ts", 'import { dev } from "../../stacks/dev";', true],
    ["scripts/render/main.ts", 'import { labPaths } from "../../lab/paths";', false],
    ["examples/shop/index.ts", 'import { ArgoCd } from "argocd-image-drift";', true],
    ["examples/shop/index.ts", 'import { ArgoCd } from "../../components";', false],
    ["examples/shop/index.ts", 'import { labPaths } from "../../lab/paths";', false],
    ["lab/main.ts", 'import { ArgoCd } from "../components";', false],
    ["lab/main.ts", 'import { dev } from "../stacks/dev";', false],
    ["bench/main.ts", 'import { labPaths } from "../lab/paths";', true],
];

describe("ESLint holds the directions of imports", () => {
    const eslint = new ESLint({ cwd: root });
    const linter = new Linter();

    before("its configuration is read", async function () {
        this.timeout(120_000);
        await eslint.calculateConfigForFile(join(root, "index.ts"));
    });

    for (const [file, statement, allowed] of imports) {
        it(`${file} ${allowed ? "takes" : "refuses"} ${statement}`, async () => {
            const { rules = {} } = (await eslint.calculateConfigForFile(
                join(root, file),
            )) as Linter.Config;
            const messages = linter.verify(statement, {
                files: ["**"],
                plugins: { "@typescript-eslint": tseslint.plugin },
                languageOptions: { parser: tseslint.parser },
                rules: { [RULE]: rules[RULE] ?? "off" },
            });
            assert.deepEqual(
                messages.map(({ ruleId }) => ruleId),
                allowed ? [] : [RULE],
                messages.map(({ message }) => message).join("\n"),
            );
        });
    }
});
