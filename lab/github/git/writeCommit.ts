/** Makes commits without a work tree. */
import { randomBytes } from "node:crypto";
import type { BareRepository } from "./bareRepository";
import { git, records } from "./run";

export interface Person {
    readonly name: string;
    readonly email: string;
    /** ISO 8601; now if absent. */
    readonly date?: string;
}

/** A file to write, or (without content) to remove. */
export interface FileChange {
    readonly path: string;
    readonly content?: Buffer;
    /** Octal mode as git writes it; an ordinary file if absent. */
    readonly mode?: string;
}

export interface CommitRequest {
    /** The branch's commit that this one follows; none for the first. */
    readonly parent?: string;
    readonly message: string;
    readonly author: Person;
    readonly committer: Person;
    readonly changes: readonly FileChange[];
}

/** A commit that no branch has yet. */
export interface LooseCommit {
    readonly sha: string;
    /** The ref that keeps it alive; to be dropped when a branch has it, or nobody wants it. */
    readonly holder: string;
}

/** Writes a commit through fast-import: one process, bytes exactly as given. */
export async function writeCommit(
    repository: BareRepository,
    request: CommitRequest,
): Promise<LooseCommit> {
    const holder = `refs/stand-in/${randomBytes(8).toString("hex")}`;
    const stream = [
        `commit ${holder}\nmark :1\n`,
        `author ${signature(request.author)}\n`,
        `committer ${signature(request.committer)}\n`,
        data(Buffer.from(request.message)),
        request.parent === undefined ? "" : `from ${request.parent}\n`,
        ...request.changes.flatMap((change) =>
            change.content === undefined
                ? [`D ${quote(change.path)}\n`]
                : [
                      `M ${change.mode ?? "100644"} inline ${quote(change.path)}\n`,
                      data(change.content),
                  ],
        ),
        "\nget-mark :1\ndone\n",
    ];
    const { stdout } = await git(repository.directory, ["fast-import", "--quiet", "--done"], {
        input: Buffer.concat(stream.map((part) => Buffer.from(part))),
    });
    const sha = records(stdout, "\n")[0];
    if (sha === undefined) {
        throw new Error(`fast-import made no commit in ${repository.directory}`);
    }
    return { sha, holder };
}

function data(bytes: Buffer): Buffer {
    return Buffer.concat([Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from("\n")]);
}

function quote(path: string): string {
    return `"${path.replace(/["\\]/g, "\\$&").replace(/\n/g, "\\n")}"`;
}

function signature(person: Person): string {
    const seconds = Math.floor((person.date ? Date.parse(person.date) : Date.now()) / 1000);
    const clean = (text: string) => text.replace(/[<>\n\0]/g, "").trim();
    return `${clean(person.name)} <${clean(person.email)}> ${seconds} +0000`;
}
