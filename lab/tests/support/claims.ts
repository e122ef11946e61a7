import * as fs from "node:fs";
import * as path from "node:path";

/**
 * Takes a piece of work, if nobody else has: processes that share the directory agree by who makes
 * the file.
 *
 * @returns whether it is the caller's
 */
export function claim(directory: string, name: string): boolean {
    try {
        fs.closeSync(fs.openSync(path.join(directory, name), "wx"));
        return true;
    } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "EEXIST") {
            return false;
        }
        throw error;
    }
}

/** What of the work nobody has taken. */
export function unclaimed(directory: string, names: readonly string[]): string[] {
    return names.filter((name) => !fs.existsSync(path.join(directory, name)));
}
