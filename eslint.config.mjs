import js from "@eslint/js";
import tseslint from "typescript-eslint";

/** A rule's message, and what it is about: paths of imports, as regular expressions. */
function forbid(reason, patterns) {
    return {
        "@typescript-eslint/no-restricted-imports": [
            "error",
            { patterns: patterns.map((pattern) => ({ message: reason, ...pattern })) },
        ],
    };
}

/** Any path into a top-level folder. */
function into(folder, rest = "(/|$)") {
    return { regex: `(^|/)\\.\\.?/(.*/)?${folder}${rest}` };
}

/** Forbids imports of the named top-level folders: the directions are drawn in docs/architecture.md. */
function mayNotImport(folders, reason) {
    return forbid(
        reason,
        folders.map((folder) => into(folder)),
    );
}

export default tseslint.config(
    { ignores: ["node_modules/**", "**/*.cjs", "rendered/**", "dist/**"] },
    js.configs.recommended,
    {
        files: ["**/*.ts"],
        extends: [tseslint.configs.strictTypeChecked],
        languageOptions: { parserOptions: { projectService: true } },
        rules: {
            "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
        },
    },
    {
        // Each has a tsconfig.json of its own, to which the package is not installed: tsc checks them.
        files: ["examples/**/*.ts"],
        extends: [tseslint.configs.disableTypeChecked],
        languageOptions: { parserOptions: { projectService: false } },
    },
    {
        files: ["components/**/*.ts"],
        rules: {
            ...mayNotImport(
                ["program", "stacks", "cli", "scripts", "policy", "lab", "bench", "test"],
                "components know nothing of what uses them",
            ),
            "no-restricted-properties": [
                "error",
                { object: "process", property: "env", message: "components take arguments only" },
                {
                    object: "pulumi",
                    property: "Config",
                    message: "stacks/engineConfig.ts reads config",
                },
                { object: "pulumi", property: "getStack", message: "index.ts knows the stack" },
            ],
            "no-restricted-syntax": [
                "error",
                {
                    selector:
                        "CallExpression[callee.property.name='apply'] :matches(ArrowFunctionExpression, FunctionExpression) NewExpression[callee.type='MemberExpression']",
                    message: "a resource made inside apply is invisible to preview",
                },
            ],
        },
    },
    {
        files: ["components/manifests/**/*.ts"],
        rules: forbid("manifests are pure: plain data in, plain objects out", [
            { regex: "^\\.\\./" },
        ]),
    },
    {
        files: ["index.ts", "program/**/*.ts"],
        rules: mayNotImport(
            ["cli", "scripts", "policy", "lab", "bench", "test"],
            "no production file knows the lab or the tests",
        ),
    },
    {
        files: ["stacks/**/*.ts"],
        rules: forbid("stacks take types and the constants of components/manifests/", [
            ...["program", "cli", "scripts", "policy", "lab", "bench", "test"].map((folder) =>
                into(folder),
            ),
            { ...into("components", "(/(?!manifests/)|$)"), allowTypeImports: true },
        ]),
    },
    {
        files: ["lab/**/*.ts"],
        rules: mayNotImport(
            ["components", "program", "stacks"],
            "the lab drives the program from outside",
        ),
    },
    {
        files: ["cli/**/*.ts"],
        rules: mayNotImport(
            ["components", "program", "stacks", "lab", "bench", "test"],
            "commands ask the stack and the cluster, as their user would",
        ),
    },
    {
        files: ["cli/stackInit/**/*.ts"],
        rules: mayNotImport(
            ["components", "program", "lab", "bench", "test"],
            "before there is a stack to ask, its environments and keys are all there is to know",
        ),
    },
    {
        files: ["policy/**/*.ts"],
        rules: mayNotImport(
            ["components", "program", "stacks", "cli", "scripts", "lab", "bench", "test"],
            "the policy pack judges what the engine is told, whoever tells it",
        ),
    },
    {
        files: ["scripts/**/*.ts"],
        rules: mayNotImport(["lab", "bench", "test"], "scripts run where there is no lab"),
    },
    {
        files: ["examples/**/*.ts"],
        rules: forbid("examples import the package, as other programs do", [{ regex: "^\\.\\./" }]),
    },
    {
        files: ["**/*.mjs"],
        languageOptions: {
            globals: {
                process: "readonly",
                console: "readonly",
                URL: "readonly",
                performance: "readonly",
            },
        },
    },
);
