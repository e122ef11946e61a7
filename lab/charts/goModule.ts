import * as path from "node:path";
import { z } from "zod";
import { run } from "../processes/run";

/** A module of the Go cache. */
export interface GoModule {
    readonly version: string;
    /** Its files, read-only. */
    readonly directory: string;
}

const listing = z.object({ Version: z.string(), Dir: z.string().optional() });

/** The module file that pins every version of the lab's cluster. */
const PINS = path.join(__dirname, "..", "tools", "modules", "cluster");

/** The pinned version of a module, downloaded if the cache does not have it. */
export async function goModule(modulePath: string): Promise<GoModule> {
    const found = await list(modulePath);
    if (found.Dir !== undefined) {
        return { version: found.Version, directory: found.Dir };
    }
    await run("go", ["mod", "download", modulePath], { cwd: PINS });
    const { Version, Dir } = await list(modulePath);
    if (Dir === undefined) {
        throw new Error(`go mod download ${modulePath} left no files of version ${Version}`);
    }
    return { version: Version, directory: Dir };
}

async function list(modulePath: string): Promise<z.infer<typeof listing>> {
    const { stdout } = await run("go", ["list", "-mod=readonly", "-m", "-json", modulePath], {
        cwd: PINS,
    });
    return listing.parse(JSON.parse(stdout));
}
