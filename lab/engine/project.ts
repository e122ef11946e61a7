import * as fs from "node:fs/promises";
import * as path from "node:path";

/** What `pulumi`, `npm run wait`, `npm run render` and the workflows' steps need of the checkout. */
const PROGRAM = [
    "Pulumi.yaml",
    "Pulumi.dev.yaml",
    "Pulumi.staging.yaml",
    "Pulumi.prod.yaml",
    "cli",
    "components",
    "index.ts",
    "package.json",
    "policy",
    "program",
    "scripts/ci",
    "scripts/ready.mjs",
    "scripts/render",
    "stacks",
    "tsconfig.json",
    "tsconfig.program.json",
];

/**
 * Copies the program, so that the lab's configuration and the changes that tests make to `stacks/`
 * stay out of the checkout. Packages are shared by a link.
 */
export async function copyProgram(checkout: string, to: string): Promise<void> {
    await fs.mkdir(to, { recursive: true });
    for (const name of PROGRAM) {
        await fs.cp(path.join(checkout, name), path.join(to, name), { recursive: true });
    }
    await letPolicyPackStart(path.join(to, "policy", "PulumiPolicy.yaml"));
    const link = path.join(to, "node_modules");
    await fs.rm(link, { force: true });
    await fs.symlink(path.join(checkout, "node_modules"), link);
}

/**
 * The engine has the language host of a pack's runtime start it, which the lab's host, an older one,
 * does not know how to do. For a runtime without a host the engine starts a plugin of that name.
 *
 * @param project the pack's project file
 */
async function letPolicyPackStart(project: string): Promise<void> {
    const text = await fs.readFile(project, "utf8");
    const changed = text.replace(/^runtime: nodejs$/m, "runtime: lab-nodejs");
    if (changed === text) {
        throw new Error(`${project} does not say "runtime: nodejs"`);
    }
    await fs.writeFile(project, changed);
}
