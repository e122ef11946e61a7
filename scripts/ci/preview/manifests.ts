/** Which rendered files differ between two revisions, and how. */
import { formatPatch, structuredPatch } from "diff";

/** Rendered files by path. */
export type Tree = ReadonlyMap<string, string>;

/** A file that one revision renders otherwise than the other. */
export interface FileChange {
    readonly path: string;
    readonly fate: "added" | "changed" | "deleted";
    readonly linesAdded: number;
    readonly linesDeleted: number;
    /** Lines with `+`, `-` and `@@`, without a header. */
    readonly patch: string;
}

/** Lines around a difference that are shown. */
const CONTEXT = 3;

/** The differences, by path. */
export function fileChanges(before: Tree, after: Tree): FileChange[] {
    const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
    return paths
        .filter((path) => before.get(path) !== after.get(path))
        .map((path) => fileChange(path, before.get(path), after.get(path)));
}

function fileChange(path: string, before: string | undefined, after: string | undefined) {
    const patch = structuredPatch(path, path, before ?? "", after ?? "", "", "", {
        context: CONTEXT,
    });
    const lines = patch.hunks.flatMap((hunk) => hunk.lines);
    return {
        path,
        fate: before === undefined ? "added" : after === undefined ? "deleted" : "changed",
        linesAdded: lines.filter((line) => line.startsWith("+")).length,
        linesDeleted: lines.filter((line) => line.startsWith("-")).length,
        // The header names the file, as whatever shows the patch does.
        patch: formatPatch(patch).replace(/^[\s\S]*?(?=^@@ )/m, ""),
    } as const;
}
