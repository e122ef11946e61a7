import * as fs from "node:fs/promises";
import * as path from "node:path";

import type { Lab } from "../../loop/lab";
import { run } from "../../processes/run";

/** Forgets commits that no branch and no tag has any more, as GitHub does after some time. */
export async function pruneCommits(lab: Lab): Promise<void> {
    const repositories = path.join(lab.paths.run, "github", "repositories");
    for (const name of await fs.readdir(repositories)) {
        const cwd = path.join(repositories, name);
        await run("git", ["reflog", "expire", "--expire=now", "--all"], { cwd });
        await run("git", ["gc", "--quiet", "--prune=now"], { cwd });
    }
}
