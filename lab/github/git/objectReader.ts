/** Reads objects of a bare repository by their names, all by one process: one a read costs more. */
import { spawn } from "node:child_process";
import fs from "node:fs";
import { gitEnvironment } from "./run";

export interface GitObject {
    readonly sha: string;
    readonly type: string;
    readonly content: Buffer;
}

/** Milliseconds without a read after which the process ends; the next read starts another. */
const IDLE = 5_000;

const LINE_END = 0x0a;

interface Read {
    readonly name: string;
    readonly resolve: (object: GitObject | undefined) => void;
    readonly reject: (error: Error) => void;
}

const readers = new Map<string, ObjectReader>();

/**
 * The object that an expression of `git rev-parse` names (a ref, `main^{commit}`, `main:a/path`), if
 * there is one.
 *
 * @param directory the bare repository
 * @throws Error with git's own words if it fails
 */
export function readObject(directory: string, name: string): Promise<GitObject | undefined> {
    // Requests are lines.
    if (/[\n\0]/.test(name)) {
        return Promise.resolve(undefined);
    }
    let reader = readers.get(directory);
    if (!reader) {
        reader = new ObjectReader(directory, () => {
            readers.delete(directory);
        });
        readers.set(directory, reader);
    }
    return reader.read(name);
}

/** Ends the process of a repository, if there is one; without a repository, all of them. */
export function endReads(directory?: string): void {
    const ending = directory === undefined ? [...readers.values()] : [readers.get(directory)];
    ending.forEach((reader) => reader?.end());
}

/** One `git cat-file --batch`, which answers in the order in which it is asked. */
class ObjectReader {
    private readonly child;
    private readonly pending: Read[] = [];
    private received: Buffer = Buffer.alloc(0);
    private errors = "";
    private idle: NodeJS.Timeout | undefined;

    constructor(
        private readonly directory: string,
        private readonly ended: () => void,
    ) {
        this.child = spawn("git", ["--git-dir", directory, "cat-file", "--batch"], {
            env: gitEnvironment(),
            stdio: "pipe",
        });
        this.child.stdout.on("data", (chunk: Buffer) => {
            this.take(chunk);
        });
        this.child.stderr.on("data", (chunk: Buffer) => {
            this.errors += chunk.toString();
        });
        this.child.stdin.on("error", () => undefined);
        this.child.on("error", (error) => {
            this.fail(error);
        });
        this.child.on("close", (code) => {
            this.fail(new Error(`git cat-file ended (${code ?? "killed"}): ${this.errors}`));
        });
    }

    read(name: string): Promise<GitObject | undefined> {
        clearTimeout(this.idle);
        return new Promise((resolve, reject) => {
            this.pending.push({ name, resolve, reject });
            this.child.stdin.write(`${name}\n`);
        });
    }

    /** No read comes any more; those asked for are answered. */
    end(): void {
        clearTimeout(this.idle);
        this.ended();
        this.child.stdin.end();
    }

    private take(chunk: Buffer): void {
        this.received = Buffer.concat([this.received, chunk]);
        for (let rest = this.answer(this.received); rest; rest = this.answer(rest)) {
            this.received = rest;
        }
        if (this.pending.length === 0) {
            this.idle = setTimeout(() => {
                this.end();
            }, IDLE).unref();
        }
    }

    /** Answers the oldest read, if all of it is here; what comes after it. */
    private answer(bytes: Buffer): Buffer | undefined {
        const end = bytes.indexOf(LINE_END);
        if (end < 0) {
            return undefined;
        }
        const header = bytes.subarray(0, end).toString();
        const [, sha, type, length] = /^([0-9a-f]{40}) (\w+) (\d+)$/.exec(header) ?? [];
        if (sha === undefined || type === undefined) {
            // "… missing", "… ambiguous"
            this.pending.shift()?.resolve(undefined);
            return bytes.subarray(end + 1);
        }
        const after = end + 1 + Number(length) + 1;
        if (bytes.length < after) {
            return undefined;
        }
        const content = Buffer.from(bytes.subarray(end + 1, after - 1));
        this.pending.shift()?.resolve({ sha, type, content });
        return bytes.subarray(after);
    }

    private fail(error: Error): void {
        clearTimeout(this.idle);
        if (readers.get(this.directory) === this) {
            this.ended();
        }
        // Of a repository that is gone, nothing is left to be read.
        const isGone = !fs.existsSync(this.directory);
        for (const { resolve, reject } of this.pending.splice(0)) {
            if (isGone) {
                resolve(undefined);
            } else {
                reject(error);
            }
        }
    }
}
