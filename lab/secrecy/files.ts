import * as fs from "node:fs/promises";
import * as path from "node:path";

import type { Place } from "./search";

/** How long files were at a point in time: logs, of which only what came later is of interest. */
export type Lengths = ReadonlyMap<string, number>;

export interface FilesOptions {
    /** Lengths at whose end to begin. */
    readonly since?: Lengths;
    /** Names of files and folders to leave out. */
    readonly without?: readonly string[];
}

/**
 * A place for each file below a directory, links not followed: `state/stacks/dev.json`.
 *
 * @param what name that the places begin with: `state`
 */
export async function filesIn(
    directory: string,
    what: string,
    { since, without = [] }: FilesOptions = {},
): Promise<Place[]> {
    const files = await filesBelow(directory, without);
    return Promise.all(
        files.map(async (file) => ({
            name: path.join(what, path.relative(directory, file)),
            content: (await fs.readFile(file)).subarray(since?.get(file) ?? 0),
        })),
    );
}

/** How long the files below a directory are now. */
export async function lengthsIn(directory: string): Promise<Lengths> {
    const files = await filesBelow(directory, []);
    const lengths = files.map(async (file) => [file, (await fs.stat(file)).size] as const);
    return new Map(await Promise.all(lengths));
}

async function filesBelow(directory: string, without: readonly string[]): Promise<string[]> {
    const entries = await fs.readdir(directory, { withFileTypes: true });
    const found = entries
        .filter(({ name }) => !without.includes(name))
        .map(async (entry) => {
            const file = path.join(directory, entry.name);
            if (entry.isDirectory()) {
                return filesBelow(file, without);
            }
            return entry.isFile() ? [file] : [];
        });
    return (await Promise.all(found)).flat().sort();
}
