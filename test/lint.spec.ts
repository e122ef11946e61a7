import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = join(__dirname, "..");
const IMPORTS = "eslint(no-restricted-imports)";

/** One import statement in a file, and whether docs/architecture.md lets it be there. */
const imports: readonly [file: string, statement: string, allowed: boolean][] = [
    ["components/argoCd.ts", 'import { names } from "./manifests";', true],
    ["components/argoCd.ts", 'import { dev } from "../stacks/dev";', false],
    ["components/argoCd.ts", 'import { labPaths } from "../lab/paths";', false],
    ["components/argoCd.ts", 'import { hosts } from "../components/../lab/hosts";', false],
    ["components/manifests/base.ts", 'import { toYaml } from "./yaml";', true],
    ["components/manifests/base.ts", 'import { Instance } from "../instance";', false],
    ["components/manifests/base.ts", 'import { dev } from "../../stacks/dev";', false],
    ["stacks/dev.ts", 'import { DEV_TAGS } from "../components/manifests/tags";', true],
    ["stacks/dev.ts", 'import type { ChartSource } from "../components/chartSource";', true],
    ["stacks/dev.ts", 'export type { ChartSource } from "../components/chartSource";', true],
    ["stacks/dev.ts", 'import { devTags } from "../components/manifests";', false],
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
    ["examples/shop/index.ts", 'import { GitOps } from "../../components";', false],
    ["examples/shop/index.ts", 'import { labPaths } from "../../lab/paths";', false],
    ["lab/main.ts", 'import { ArgoCd } from "../components";', false],
    ["lab/main.ts", 'import { dev } from "../stacks/dev";', false],
    ["bench/main.ts", 'import { labPaths } from "../lab/paths";', true],
];

/** What is refused in an example too, which nothing knows the types of. */
const EXAMPLE = "examples/shop/lines.ts";
const exampleLines: readonly [statement: string, rule: string][] = [
    ["export var old = 1;", "eslint(no-var)"],
    ["export const any = {} as any;", "typescript(no-explicit-any)"],
    ["const _unused = 1;", "eslint(no-unused-vars)"],
];

/** What a line of a component may not do, and the rule that says so. */
const lines: readonly [statement: string, rule: string | undefined][] = [
    ["export const home = process.env.HOME;", "eslint(no-restricted-properties)"],
    ["export const stack = pulumi.getStack();", "eslint(no-restricted-properties)"],
    ["export const config = new pulumi.Config();", "eslint(no-restricted-properties)"],
    ['export const id = new random.RandomId("id", {});', undefined],
    [
        "export const hidden = name.apply((n) => new random.RandomId(n, {}));",
        "local(no-resource-in-apply)",
    ],
    ["export const at = name.apply((n) => new Date(n));", undefined],
    ["Promise.resolve(1).then(String);", "typescript(no-floating-promises)"],
    ["export const text = `${Object.create(null) as object}`;", "typescript(no-base-to-string)"],
    ["export const some = name === undefined ? 1 : 2;", "typescript(no-unnecessary-condition)"],
    ["export const any = JSON.parse(name.id).x;", "typescript(no-unsafe-member-access)"],
];

/** Declares what the lines name. */
const HEAD =
    "declare const name: { id: string; apply(callback: (n: string) => unknown): unknown };" +
    "declare const random: { RandomId: new (name: string, args: object) => object };" +
    "declare const pulumi: { getStack(): string; Config: new () => object };";
const COMPONENT = "components/lines.ts";

interface Diagnostic {
    readonly code: string;
    readonly message: string;
    readonly filename: string;
    readonly labels: readonly { readonly span: { readonly line: number } }[];
}

/** What oxlint says, with this project's configuration, of files with these lines. */
async function lint(files: ReadonlyMap<string, readonly string[]>): Promise<Diagnostic[]> {
    const folder = mkdtempSync(join(tmpdir(), "lint-"));
    try {
        for (const file of [".oxlintrc.json", "scripts/lint", "tsconfig.json"]) {
            cpSync(join(root, file), join(folder, file), { recursive: true });
        }
        symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
        for (const [file, statements] of files) {
            mkdirSync(dirname(join(folder, file)), { recursive: true });
            writeFileSync(join(folder, file), `${statements.join("\n")}\n`);
        }
        const printed = await new Promise<string>((resolve) => {
            const oxlint = join(root, "node_modules/.bin/oxlint");
            execFile(oxlint, ["--format", "json", "."], { cwd: folder }, (_, stdout, stderr) => {
                resolve(stdout === "" ? stderr : stdout);
            });
        });
        assert.match(printed, /^\{/, "oxlint did not lint");
        const { diagnostics } = JSON.parse(printed) as { diagnostics: Diagnostic[] };
        return diagnostics;
    } finally {
        rmSync(folder, { recursive: true });
    }
}

describe("the linter's configuration", () => {
    const files = new Map<string, string[]>([
        [COMPONENT, [HEAD, ...lines.map(([statement]) => statement)]],
        [EXAMPLE, exampleLines.map(([statement]) => statement)],
    ]);
    const lineOf = new Map<string, number>();
    for (const [file, statement] of imports) {
        const statements = files.get(file) ?? [];
        files.set(file, [...statements, statement]);
        lineOf.set(`${file} ${statement}`, statements.length + 1);
    }
    let diagnostics: Diagnostic[];

    before("all of it is linted", async () => {
        diagnostics = await lint(files);
    });

    /** The rules that a line breaks. */
    function broken(file: string, line: number): string[] {
        return diagnostics
            .filter(({ filename, labels }) => filename === file && labels[0]?.span.line === line)
            .map(({ code }) => code);
    }

    for (const [file, statement, allowed] of imports) {
        it(`${file} ${allowed ? "takes" : "refuses"} ${statement}`, () => {
            const line = lineOf.get(`${file} ${statement}`) ?? 0;
            // None of them uses what it imports.
            const said = broken(file, line).filter((code) => code !== "eslint(no-unused-vars)");
            assert.deepEqual(said, allowed ? [] : [IMPORTS]);
        });
    }

    for (const [index, [statement, rule]] of lines.entries()) {
        it(`a component ${rule === undefined ? "may say" : "may not say"}: ${statement}`, () => {
            const said = broken(COMPONENT, index + 2);
            assert.equal(
                rule === undefined ? said.length === 0 : said.includes(rule),
                true,
                said.join(),
            );
        });
    }

    for (const [index, [statement, rule]] of exampleLines.entries()) {
        it(`an example may not say: ${statement}`, () => {
            assert.deepEqual(broken(EXAMPLE, index + 1), [rule]);
        });
    }
});
