import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";

import { waitFor } from "../wait";

export interface ShellArgs {
    /** Directory for what the shell is given and what it prints; made by the shell. */
    readonly directory: string;
    /** Where it begins. */
    readonly cwd: string;
    /** Its whole environment. */
    readonly env: NodeJS.ProcessEnv;
    /** How long one command may take. */
    readonly deadlineSeconds: number;
}

export interface CommandOptions {
    /** What is typed; nothing can be read otherwise. */
    readonly stdin?: string;
    /** Press Ctrl-C once it has printed this. */
    readonly ctrlC?: string;
    /** What it has to end with. @default 0, and a command within that fails ends the shell */
    readonly exitCode?: number;
}

/** What became of a command. */
export interface Ran {
    /** Everything it printed, errors among it. */
    readonly output: string;
    /** Why it counts as failed; nothing if it went well. */
    readonly fault?: string;
}

/**
 * A user's shell, `bash -eu`, that is told one command after the other: directory, variables and
 * what runs in the background go on. The first command that fails ends it.
 */
export class GuideShell {
    private readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
    private readonly lines: AsyncIterator<string>;
    private readonly reader: Interface;
    private readonly closed: Promise<unknown>;
    private count = 0;

    constructor(private readonly args: ShellArgs) {
        fs.mkdirSync(args.directory, { recursive: true });
        this.child = spawn("bash", ["-eu"], {
            cwd: args.cwd,
            env: args.env,
            stdio: ["pipe", "pipe", "pipe"],
            // With all it starts it can be ended at once.
            detached: true,
        });
        this.closed = once(this.child, "close");
        this.reader = createInterface({ input: this.child.stdout });
        this.lines = this.reader[Symbol.asyncIterator]();
        // It may end before it has read everything: what it said last tells why.
        this.child.stdin.on("error", () => undefined);
    }

    async run(command: string, { stdin, ctrlC, exitCode }: CommandOptions = {}): Promise<Ran> {
        const file = (kind: string) => path.join(this.args.directory, `${this.count}.${kind}`);
        this.count += 1;
        const [script, input, output] = [file("sh"), file("in"), file("out")];
        fs.writeFileSync(script, `${command}\n`);
        // The input is a secret.
        fs.writeFileSync(input, stdin === undefined ? "" : `${stdin}\n`, { mode: 0o600 });
        fs.writeFileSync(output, "");
        const sourced = `source ${quoted(script)} <${quoted(input)} >${quoted(output)} 2>&1`;
        const printed = () => fs.readFileSync(output, "utf8");
        try {
            if (ctrlC !== undefined) {
                return await this.untilPrinted(sourced, printed, ctrlC);
            }
            return exitCode === undefined
                ? await this.toItsEnd(sourced, printed)
                : await this.endingWith(exitCode, sourced, printed);
        } finally {
            fs.rmSync(input);
        }
    }

    /** Ends the shell, and all it has started. */
    async close(): Promise<void> {
        this.reader.close();
        this.child.stdin.end();
        // Of the group there may be more than the shell, and it may have ended by itself.
        this.signal(this.child.pid, "SIGKILL");
        await this.closed;
    }

    private async toItsEnd(sourced: string, printed: () => string): Promise<Ran> {
        this.child.stdin.write(`${sourced}\necho done\n`);
        return this.reported(printed);
    }

    private async endingWith(code: number, sourced: string, printed: () => string): Promise<Ran> {
        this.child.stdin.write(`set +e\n${sourced}\necho "$?"\nset -e\n`);
        const line = await this.nextLine();
        if (line === LATE || line === undefined) {
            return this.unfinished(line, printed());
        }
        const output = printed();
        return line === String(code)
            ? { output }
            : { output, fault: `exit code ${line}, and not ${code} as the guide says` };
    }

    /** In the background with job control: only so does a command that is not the last one get Ctrl-C. */
    private async untilPrinted(sourced: string, printed: () => string, text: string): Promise<Ran> {
        this.child.stdin.write(`set -m\n(${sourced}) &\necho $!\nset +m\n`);
        const group = Number(await this.nextLine());
        try {
            await waitFor(
                () =>
                    printed().includes(text)
                        ? { met: true, value: undefined }
                        : { met: false, state: printed() },
                { what: `"${text}"`, deadlineSeconds: this.args.deadlineSeconds },
            );
        } catch (error) {
            this.signal(group, "SIGKILL");
            return { output: printed(), fault: `did not print "${text}": ${String(error)}` };
        }
        this.signal(group, "SIGINT");
        this.child.stdin.write(`wait ${group} || true\necho done\n`);
        return this.reported(printed);
    }

    private async reported(printed: () => string): Promise<Ran> {
        const line = await this.nextLine();
        return line === "done" ? { output: printed() } : this.unfinished(line, printed());
    }

    /** @param line what came in the place of the line that says that the command is done */
    private unfinished(line: string | typeof LATE | undefined, output: string): Ran {
        if (line === LATE) {
            return { output, fault: `did not end within ${this.args.deadlineSeconds} seconds` };
        }
        const { exitCode, signalCode } = this.child;
        const how =
            exitCode === null ? `ended by ${signalCode ?? "itself"}` : `exit code ${exitCode}`;
        return { output, fault: how };
    }

    /** The next line the shell says; undefined if it has ended, {@link LATE} if it says nothing. */
    private async nextLine(): Promise<string | typeof LATE | undefined> {
        let timer: NodeJS.Timeout | undefined;
        const late = new Promise<typeof LATE>((resolve) => {
            timer = setTimeout(() => {
                resolve(LATE);
            }, this.args.deadlineSeconds * 1000);
        });
        try {
            const next = await Promise.race([this.lines.next(), late]);
            if (next === LATE) {
                return LATE;
            }
            if (next.done === true) {
                await this.closed;
                return undefined;
            }
            return next.value;
        } finally {
            clearTimeout(timer);
        }
    }

    private signal(group: number | undefined, signal: NodeJS.Signals): void {
        try {
            if (group !== undefined && group > 0) {
                process.kill(-group, signal);
            }
        } catch (error) {
            if ((error as NodeJS.ErrnoException).code !== "ESRCH") {
                throw error;
            }
        }
    }
}

const LATE = Symbol("late");

function quoted(text: string): string {
    return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
