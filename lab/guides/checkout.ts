import * as fs from "node:fs/promises";
import * as path from "node:path";

/** Name that the guides give to the clone of the program. */
export const CLONE = "argocd-image-drift";

/** What a clone of the project has not, by the first part of its path. */
const NOT_CLONED = new Set([".git", ".pulumi", "node_modules", "rendered"]);

/** Copies the project as a clone would have it, with changes that are not committed yet. */
export async function copyCheckout(checkout: string, to: string): Promise<void> {
    for (const name of await fs.readdir(checkout)) {
        if (!NOT_CLONED.has(name) && !name.endsWith(".log")) {
            await fs.cp(path.join(checkout, name), path.join(to, name), { recursive: true });
        }
    }
}

/**
 * Gives a clone the packages of the checkout, in the place of `npm ci`: a lab has no way to the
 * registry of packages.
 */
export async function linkPackages(checkout: string, clone: string): Promise<void> {
    const link = path.join(clone, "node_modules");
    await fs.rm(link, { recursive: true, force: true });
    await fs.symlink(path.join(checkout, "node_modules"), link);
    // Older than the packages: scripts/ready.mjs would install them otherwise.
    await fs.utimes(path.join(clone, "package-lock.json"), 0, 0);
}
