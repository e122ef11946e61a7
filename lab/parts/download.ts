import { mkdir } from "node:fs/promises";

import { CommandFailed, run } from "../processes/run";
import { Progress, type ProgressOutput } from "../progress";
import { commandLine, isThere, type PublishedPart } from "./published";

/** A part that could not be had, and what its command said. */
export interface FailedDownload {
    readonly part: PublishedPart;
    readonly said: string;
}

/** Published parts that are neither on this machine nor could be downloaded. */
export class DownloadsFailed extends Error {
    override readonly name = "DownloadsFailed";
    constructor(readonly failures: readonly FailedDownload[]) {
        super(
            [
                `--parts real needs what could not be downloaded; nothing was started:`,
                ...failures.map(({ part, said }) =>
                    [
                        `  ${part.name}`,
                        `      ${commandLine(part)}`,
                        ...said.split("\n").map((line) => `      ${line}`),
                    ].join("\n"),
                ),
                "Run it again with a network that reaches them; --parts lab downloads none of this.",
            ].join("\n\n"),
        );
    }
}

const DEADLINE_SECONDS = 600;
const LINES_SHOWN = 3;

/**
 * Downloads the parts that are not there yet, beside each other. Those that are there cost nothing.
 *
 * @throws {@link DownloadsFailed} with all that could not be had
 */
export async function downloadParts(
    parts: readonly PublishedPart[],
    output: ProgressOutput = process.stderr,
): Promise<void> {
    const absent = parts.filter((part) => !isThere(part));
    if (absent.length === 0) {
        return;
    }
    const progress = new Progress("parts", output);
    try {
        const failures = await Promise.all(absent.map((part) => download(part, progress)));
        const failed = failures.filter((failure) => failure !== undefined);
        if (failed.length > 0) {
            throw new DownloadsFailed(failed);
        }
    } finally {
        progress.close();
    }
}

async function download(
    part: PublishedPart,
    progress: Progress,
): Promise<FailedDownload | undefined> {
    progress.running(part.name);
    await mkdir(part.folder, { recursive: true });
    const said = await problemOf(part);
    if (said === undefined) {
        progress.done(part.name);
        return undefined;
    }
    progress.failed(part.name);
    return { part, said };
}

/** What went wrong, if anything. */
async function problemOf(part: PublishedPart): Promise<string | undefined> {
    const signal = AbortSignal.timeout(DEADLINE_SECONDS * 1000);
    try {
        await run(part.command, part.args, { env: { ...process.env, ...part.env }, signal });
    } catch (error) {
        return signal.aborted
            ? `not done after ${DEADLINE_SECONDS} seconds`
            : lastWords(error as Error);
    }
    return isThere(part) ? undefined : `ended well, but left no ${part.file}`;
}

function lastWords(error: Error): string {
    const output = error instanceof CommandFailed ? error.stderr.trim() || error.stdout.trim() : "";
    return output === "" ? error.message : output.split("\n").slice(-LINES_SHOWN).join("\n");
}
