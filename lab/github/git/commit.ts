/** Commits as `git log -z` prints them. */

export interface Signature {
    readonly name: string;
    readonly email: string;
    /** ISO 8601. */
    readonly date: string;
}

export interface ChangedFile {
    readonly path: string;
    readonly status: "added" | "modified" | "removed";
    /** Blob after the change; before it for a removed file. */
    readonly sha: string;
    readonly additions: number;
    readonly deletions: number;
}

export interface Commit {
    readonly sha: string;
    readonly tree: string;
    readonly parents: readonly string[];
    readonly author: Signature;
    readonly committer: Signature;
    /** Without the newline that git puts at the end. */
    readonly message: string;
    /** Empty unless asked for. */
    readonly files: readonly ChangedFile[];
}

const unit = "\x1f";
const start = "\x1e";

/** Fields by unit separator; the record separator in front tells a commit from its files. */
export const logFormat = [
    "%x1e%H",
    "%T",
    "%P",
    "%an",
    "%ae",
    "%aI",
    "%cn",
    "%ce",
    "%cI",
    "%B",
    "",
].join("%x1f");

export function parseLog(output: Buffer): Commit[] {
    return output.toString("utf8").split(start).slice(1).map(parseCommit);
}

function parseCommit(record: string): Commit {
    const fields = record.split(unit);
    const [sha = "", tree = "", parents = "", an = "", ae = "", ad = ""] = fields;
    const [cn = "", ce = "", cd = "", message = "", rest = ""] = fields.slice(6);
    return {
        sha,
        tree,
        parents: parents.split(" ").filter((parent) => parent !== ""),
        author: { name: an, email: ae, date: utc(ad) },
        committer: { name: cn, email: ce, date: utc(cd) },
        message: message.trimEnd(),
        files: parseFiles(rest),
    };
}

function utc(date: string): string {
    return `${new Date(date).toISOString().slice(0, 19)}Z`;
}

/** Raw entries (`:modes blobs status`, then the path) and numstat entries, in one NUL-separated list. */
export function parseFiles(rest: string): ChangedFile[] {
    const parts = rest
        .split("\0")
        .map((part) => part.replace(/^\n+/, ""))
        .filter((part) => part !== "");
    const files = new Map<string, ChangedFile>();
    for (let index = 0; index < parts.length; index++) {
        const part = parts[index] ?? "";
        if (part.startsWith(":")) {
            const [, , before = "", after = "", letter = ""] = part.split(" ");
            const path = parts[++index] ?? "";
            const status = letter === "A" ? "added" : letter === "D" ? "removed" : "modified";
            const sha = status === "removed" ? before : after;
            files.set(path, { path, status, sha, additions: 0, deletions: 0 });
            continue;
        }
        const [added = "", deleted = "", path = ""] = part.split("\t");
        const file = files.get(path);
        if (file) {
            // Binary files have "-" in both columns.
            const additions = Number(added) || 0;
            files.set(path, { ...file, additions, deletions: Number(deleted) || 0 });
        }
    }
    return [...files.values()];
}
