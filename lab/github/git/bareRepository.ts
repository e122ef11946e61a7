/** Reads and moves refs of one bare repository. */
import fs from "node:fs/promises";
import { join } from "node:path";
import type { RefUpdate } from "../journal";
import { type ChangedFile, logFormat, parseFiles, parseLog, type Commit } from "./commit";
import { endReads, readObject } from "./objectReader";
import { forget, gitOnce } from "./pureAnswers";
import { git, records } from "./run";

/** "No such object": what a ref that is not there points to. */
export const zeroId = "0".repeat(40);

/** An entry of a tree. */
export interface TreeEntry {
    readonly mode: string;
    readonly type: "blob" | "tree" | "commit";
    readonly sha: string;
    /** Bytes; 0 for anything but a blob. */
    readonly size: number;
    readonly path: string;
}

export interface Branch {
    readonly name: string;
    readonly sha: string;
}

export class BareRepository {
    constructor(readonly directory: string) {}

    /** Makes the repository, empty, with `branch` as what HEAD will be. */
    async init(branch: string, hooks: string): Promise<void> {
        await fs.mkdir(this.directory, { recursive: true });
        await git(this.directory, ["init", "--quiet", "--bare", `--initial-branch=${branch}`]);
        const settings = [
            "[core]",
            `hooksPath = "${hooks.replace(/["\\]/g, "\\$&")}"`,
            "logAllRefUpdates = false",
            "[gc]",
            "auto = 0",
            "[http]",
            "receivepack = true",
            "[transfer]",
            "# Refs of commits in the making are nobody's business.",
            "hideRefs = refs/stand-in",
            "[uploadpack]",
            "# Any commit that a branch had may be fetched by its id, as on GitHub.",
            "allowReachableSHA1InWant = true",
        ];
        // At once: a `git config` for each takes ten times as long.
        await fs.appendFile(join(this.directory, "config"), `${settings.join("\n")}\n`);
    }

    async remove(): Promise<void> {
        await fs.rm(this.directory, { recursive: true, force: true });
        endReads(this.directory);
        forget(this.directory);
    }

    /** The commit a branch, tag, ref or id names. */
    async resolve(name: string): Promise<string | undefined> {
        for (const candidate of [`refs/heads/${name}`, `refs/tags/${name}`, name]) {
            const found = await this.revision(`${candidate}^{commit}`);
            if (found !== undefined) {
                return found;
            }
        }
        return undefined;
    }

    /** What a full ref name points to. */
    ref(name: string): Promise<string | undefined> {
        return this.revision(name);
    }

    async branches(): Promise<Branch[]> {
        const { stdout } = await git(this.directory, [
            "for-each-ref",
            "--format=%(objectname) %(refname)",
            "refs/heads",
        ]);
        return records(stdout, "\n").map((line) => ({
            sha: line.slice(0, 40),
            name: line.slice(41 + "refs/heads/".length),
        }));
    }

    /** All branches and tags with what they point to, by name. */
    async refs(): Promise<Record<string, string>> {
        const { stdout } = await git(this.directory, [
            "for-each-ref",
            "--format=%(objectname) %(refname)",
            "refs/heads",
            "refs/tags",
        ]);
        return Object.fromEntries(
            records(stdout, "\n").map((line) => [line.slice(41), line.slice(0, 40)]),
        );
    }

    /** The entry at a path of a commit; the root is a tree. */
    async entry(commit: string, path: string): Promise<TreeEntry | undefined> {
        if (path === "") {
            const sha = await this.revision(`${commit}^{tree}`);
            return sha === undefined
                ? undefined
                : { mode: "040000", type: "tree", sha, size: 0, path: "" };
        }
        const [, folder = "", name = path] = /^(.*)\/([^/]*)$/.exec(path) ?? [];
        const tree = await readObject(this.directory, `${commit}:${folder}`);
        const found = tree?.type === "tree" ? findInTree(tree.content, name) : undefined;
        if (!found) {
            return undefined;
        }
        const type = ENTRY_TYPES[found.mode] ?? "blob";
        const size = type === "blob" ? (await this.blob(found.sha)).length : 0;
        return { ...found, type, size, path };
    }

    /** What a directory of a commit or tree holds; with `deep`, what is below it, too. */
    async list(commit: string, path: string, deep = false): Promise<TreeEntry[]> {
        const below = path === "" ? [] : ["--", `${path}/`];
        const { stdout } = await gitOnce(this.directory, [
            "ls-tree",
            "-z",
            "-l",
            ...(deep ? ["-r", "-t"] : []),
            commit,
            ...below,
        ]);
        return parseTree(stdout);
    }

    async blob(sha: string): Promise<Buffer> {
        const object = await readObject(this.directory, sha);
        if (object?.type !== "blob") {
            throw new Error(`${sha} is no blob of ${this.directory}`);
        }
        return object.content;
    }

    /** One commit with the files it changed against its first parent. */
    async commit(sha: string): Promise<Commit | undefined> {
        return (await this.log([sha, "-1"], true))[0];
    }

    /**
     * Commits, newest first.
     * @param selection arguments of `git log` that choose them
     * @param withFiles whether to look at what each one changed
     */
    async log(selection: readonly string[], withFiles = false): Promise<Commit[]> {
        const diff = withFiles
            ? ["--raw", "--numstat", "--no-renames", "--no-abbrev", "--first-parent", "-m"]
            : [];
        const { stdout } = await gitOnce(this.directory, [
            "log",
            "-z",
            "--no-color",
            `--format=${logFormat}`,
            ...diff,
            ...selection,
        ]);
        return parseLog(stdout);
    }

    /** What a branch has changed since it left another one. */
    async changes(base: string, head: string): Promise<ChangedFile[]> {
        const { stdout } = await gitOnce(this.directory, [
            "diff",
            "-z",
            ...["--raw", "--numstat", "--no-renames", "--no-abbrev"],
            `${base}...${head}`,
        ]);
        return parseFiles(stdout.toString("utf8"));
    }

    /**
     * Moves a ref if it still is where the caller saw it.
     * @returns false when somebody else moved it first
     */
    async moveRef(update: RefUpdate, dropping: readonly string[] = []): Promise<boolean> {
        const lines = [
            update.after === zeroId
                ? `delete ${update.ref} ${update.before}`
                : `update ${update.ref} ${update.after} ${update.before}`,
            ...dropping.map((ref) => `delete ${ref}`),
        ];
        const { code } = await git(this.directory, ["update-ref", "--stdin"], {
            input: `${lines.join("\n")}\n`,
            accept: [1, 128],
        });
        return code === 0;
    }

    async dropRef(ref: string): Promise<void> {
        await git(this.directory, ["update-ref", "-d", ref]);
    }

    /** Makes `branch` the one that clones check out. */
    async setHead(branch: string): Promise<void> {
        await git(this.directory, ["symbolic-ref", "HEAD", `refs/heads/${branch}`]);
    }

    async isAncestor(older: string, newer: string): Promise<boolean> {
        const asked = ["merge-base", "--is-ancestor", older, newer];
        const { code } = await gitOnce(this.directory, asked, { accept: [1, 128] });
        return code === 0;
    }

    private async revision(expression: string): Promise<string | undefined> {
        return (await readObject(this.directory, expression))?.sha;
    }
}

/** What an entry is, by its mode; anything else is a blob. */
const ENTRY_TYPES: Readonly<Record<string, TreeEntry["type"]>> = {
    "040000": "tree",
    "160000": "commit",
};

/** An entry of a tree object: mode, a space, the name, NUL, and the 20 bytes of the id. */
function findInTree(tree: Buffer, wanted: string): Pick<TreeEntry, "mode" | "sha"> | undefined {
    for (let at = 0; at < tree.length;) {
        const end = tree.indexOf(0, at);
        const [mode, name] = split(tree.subarray(at, end).toString("utf8"), " ");
        const sha = tree.subarray(end + 1, end + 21).toString("hex");
        if (name === wanted) {
            return { mode: mode.padStart(6, "0"), sha };
        }
        at = end + 21;
    }
    return undefined;
}

function split(text: string, separator: string): [string, string] {
    const at = text.indexOf(separator);
    return [text.slice(0, at), text.slice(at + separator.length)];
}

function parseTree(output: Buffer): TreeEntry[] {
    return records(output).map((record) => {
        const tab = record.indexOf("\t");
        const [mode = "", type = "", sha = "", size = ""] = record.slice(0, tab).split(/ +/);
        return {
            mode,
            type: type as TreeEntry["type"],
            sha,
            size: size === "-" ? 0 : Number(size),
            path: record.slice(tab + 1),
        };
    });
}
