import { spawn } from "node:child_process";
import { once } from "node:events";
import { buffer } from "node:stream/consumers";

import type { Place } from "./search";

/**
 * Every object of a repository, of all branches and all time: commits with their messages, trees,
 * files.
 *
 * @param directory of the repository, bare or not
 */
export async function gitHistory(directory: string): Promise<Place[]> {
    const git = spawn("git", ["cat-file", "--batch-all-objects", "--batch"], {
        cwd: directory,
        stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = once(git, "close") as Promise<[number | null]>;
    const [batch, [code]] = await Promise.all([buffer(git.stdout), ended]);
    if (code !== 0) {
        throw new Error(`git cat-file in ${directory} ended with ${code ?? "a signal"}`);
    }
    return objectsOf(batch);
}

const NEWLINE = "\n".charCodeAt(0);

/** Takes apart what `git cat-file --batch` prints: `<name> <type> <size>`, the content, a line end. */
function objectsOf(batch: Buffer): Place[] {
    const places: Place[] = [];
    for (let at = 0; at < batch.length;) {
        const end = batch.indexOf(NEWLINE, at);
        const [sha = "", type = "", size = "0"] = batch.toString("latin1", at, end).split(" ");
        const content = batch.subarray(end + 1, end + 1 + Number(size));
        places.push({ name: `Git ${type} ${sha}`, content });
        at = end + 1 + Number(size) + 1;
    }
    return places;
}
