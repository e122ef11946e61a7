/** The revision that a pull request would be merged into, beside the one that it makes. */
import { readFile, symlink } from "node:fs/promises";
import { join } from "node:path";

import { runWithoutSecrets } from "./command";

/**
 * Checks the first parent of the checked out merge commit out into a directory, with its packages.
 *
 * @param directory is made
 * @throws Error with what git or npm says; git wants `fetch-depth: 2` at least
 */
export async function checkOutBase(directory: string): Promise<void> {
    await runWithoutSecrets("git", ["worktree", "add", "--detach", directory, "HEAD^1"], ".");
    const [ours, theirs] = await Promise.all(
        [".", directory].map((root) => readFile(join(root, "package-lock.json"), "utf8")),
    );
    if (ours === theirs) {
        await symlink(join(process.cwd(), "node_modules"), join(directory, "node_modules"));
    } else {
        await runWithoutSecrets("npm", ["ci", "--no-audit", "--no-fund"], directory);
    }
}
