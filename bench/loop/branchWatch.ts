import * as fs from "node:fs/promises";
import * as path from "node:path";

import type { Lab } from "../../lab/loop/lab";

/**
 * The moments in which the default branch gets another commit, told by the kernel: asking for it
 * again and again would take time from what is measured.
 *
 * @param signal ends it
 */
export async function* branchMoves(lab: Lab, signal: AbortSignal): AsyncGenerator<number> {
    const heads = path.join(await bareRepository(lab), "refs", "heads");
    const [branch = ""] = await fs.readdir(heads);
    // Git renames the lock over the ref once the commit is there.
    for await (const { filename } of fs.watch(heads, { signal })) {
        if (filename === branch) {
            yield Date.now();
        }
    }
}

/** The stand-in keeps one folder a repository; the lab's one user has one. */
async function bareRepository(lab: Lab): Promise<string> {
    const folder = path.join(lab.paths.run, "github", "repositories");
    const repositories = await fs.readdir(folder);
    if (repositories.length !== 1) {
        throw new Error(`${folder} has ${repositories.length} repositories instead of one`);
    }
    return path.join(folder, ...repositories);
}
