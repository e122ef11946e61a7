import js from "@eslint/js";
import tseslint from "typescript-eslint";

/** Forbids imports of the named top-level folders: the directions are drawn in docs/architecture.md. */
function mayNotImport(folders, reason) {
    return {
        "no-restricted-imports": [
            "error",
            {
                patterns: folders.map((folder) => ({
                    regex: `(^|/)\\.\\.?/(.*/)?${folder}(/|$)`,
                    message: reason,
                })),
            },
        ],
    };
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
                ["program", "stacks", "lab", "test"],
                "components know nothing of program, stacks, lab or tests",
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
        rules: mayNotImport(
            ["stacks", "lab", "test", "argoCd", "imageUpdater", "gitOpsRepository"],
            "manifests are pure: plain data in, plain objects out",
        ),
    },
    {
        files: ["stacks/**/*.ts"],
        rules: mayNotImport(
            ["program", "lab", "test"],
            "environments and configuration know neither the program nor the lab or the tests",
        ),
    },
    {
        files: ["index.ts", "program/**/*.ts"],
        rules: mayNotImport(["lab", "test"], "no production file knows the lab or the tests"),
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
            ["components", "program", "stacks", "lab"],
            "commands ask the stack and the cluster, as their user would",
        ),
    },
    {
        files: ["cli/stackInit/**/*.ts"],
        rules: mayNotImport(
            ["components", "program", "lab"],
            "before there is a stack to ask, its environments and keys are all there is to know",
        ),
    },
    {
        files: ["policy/**/*.ts"],
        rules: mayNotImport(
            ["components", "program", "stacks", "lab", "cli", "test"],
            "the policy pack judges what the engine is told, whoever tells it",
        ),
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
