import { existsSync } from "node:fs";
import * as path from "node:path";
import { labPaths } from "../paths";
import { toolFile } from "../tools/toolPath";

/** The programs that packing and rendering need. */
export interface ChartTools {
    readonly helm: string;
    readonly kustomize: string;
}

/**
 * Finds helm and kustomize: the lab's own builds, whose versions are pinned, else what is on PATH.
 *
 * @throws Error that names what is missing and how to get it
 */
export function chartTools(env: NodeJS.ProcessEnv = process.env): ChartTools {
    return { helm: find("helm", env), kustomize: find("kustomize", env) };
}

function find(name: string, env: NodeJS.ProcessEnv): string {
    const built = toolFile(labPaths(env), name);
    const onPath = (env.PATH ?? "")
        .split(path.delimiter)
        .filter((folder) => folder !== "")
        .map((folder) => path.join(folder, name));
    const found = [built, ...onPath].find((file) => existsSync(file));
    if (found === undefined) {
        throw new Error(
            `${name} is neither on PATH nor built (${built}): \`npm run lab -- up\` builds it`,
        );
    }
    return found;
}
