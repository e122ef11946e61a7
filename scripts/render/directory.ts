import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import type { RenderedFile } from "./renderedFiles";

/** Marks a directory as ours to empty. */
const MARK = ".rendered-by-argocd-image-drift";

/**
 * Writes the files and nothing else into the directory.
 *
 * @throws Error if it holds something that was not written by an earlier run
 */
export function writeDirectory(directory: string, files: readonly RenderedFile[]): void {
    const entries = existsSync(directory) ? readdirSync(directory) : [];
    if (entries.length > 0 && !entries.includes(MARK)) {
        throw new Error(`${directory} is not empty, and was not made by this command.`);
    }
    for (const entry of entries) {
        rmSync(join(directory, entry), { recursive: true });
    }
    for (const { path, content } of [{ path: MARK, content: "" }, ...files]) {
        const target = join(directory, path);
        mkdirSync(dirname(target), { recursive: true });
        writeFileSync(target, content);
    }
}
