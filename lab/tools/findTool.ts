import { existsSync } from "node:fs";
import * as path from "node:path";

import { labPaths } from "../paths";
import { toolFile } from "./toolPath";

/**
 * Finds a program of the lab: the lab's own build, whose version is pinned, else what is on PATH.
 *
 * @throws Error that names what is missing and how to get it
 */
export function findTool(name: string, env: NodeJS.ProcessEnv = process.env): string {
    const built = toolFile(labPaths(env), name);
    const onPath = (env.PATH ?? "")
        .split(path.delimiter)
        .filter((folder) => folder !== "")
        .map((folder) => path.join(folder, name));
    const found = [built, ...onPath].find((file) => existsSync(file));
    if (found === undefined) {
        throw new Error(
            `${name} is neither on PATH nor built (${built}): \`npm run lab -- tools\` builds it`,
        );
    }
    return found;
}
