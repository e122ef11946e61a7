/**
 * `npx tsx scripts/ci/preview/main.ts STACK`: previews a stack as the checked out merge commit of a
 * pull request would have it, and reports: to the job's summary, and to a file whose path is the
 * output `comment`. Fails if the preview does.
 *
 * Reads `PREVIEW_GITHUB_TOKEN` and `PREVIEW_KUBECONFIG`, `PULL_REQUEST_COMMIT`, `RUNNER_TEMP`, what
 * the runner says of the run, and what `pulumi` needs for backend and secrets.
 */
import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { needed } from "../needed";
import { addSummary, fail, onlyArgument, runStep, setOutput } from "../runner";
import { checkOutBase } from "./baseRevision";
import { changesIn } from "./changes";
import { type EnginePreview, previewStack } from "./enginePreview";
import { type FileChange, fileChanges } from "./manifests";
import { missingReadAccess, readOnlyStackFile } from "./readAccess";
import { renderRevision } from "./renderings";
import { COMMENT, reportOf, SUMMARY } from "./report";
import { maskFor } from "./secrecy";

const TITLE = "Preview";

runStep(TITLE, async () => {
    const stack = onlyArgument("tsx scripts/ci/preview/main.ts STACK");
    const missing = missingReadAccess(stack, process.env);
    if (missing !== undefined) {
        throw new Error(missing);
    }
    const directory = await mkdtemp(join(needed("RUNNER_TEMP"), "preview-"));
    const [{ succeeded, events, printed }, files] = await Promise.all([
        preview(stack, directory),
        compared(stack, directory),
    ]);
    const changes = changesIn(events);
    const mask = maskFor(process.env);
    const here = `${needed("GITHUB_SERVER_URL")}/${needed("GITHUB_REPOSITORY")}`;
    const report = {
        stack,
        commit: needed("PULL_REQUEST_COMMIT"),
        runUrl: `${here}/actions/runs/${needed("GITHUB_RUN_ID")}`,
        helpUrl: `${here}/blob/HEAD/docs/previews.md`,
        succeeded,
        changes,
        printed: mask(printed),
        files,
    };
    print(report.printed);
    addSummary(mask(reportOf(report, SUMMARY)));
    const file = join(directory, "comment.md");
    await writeFile(file, mask(reportOf(report, COMMENT)));
    setOutput("comment", file);
    if (!succeeded) {
        fail(TITLE, mask(`The preview of ${stack} failed.\n${changes.errors.join("\n")}`));
    }
});

/** Into the log, in which the runner takes lines of a certain form for commands. */
function print(text: string): void {
    const end = randomUUID();
    console.log(`::stop-commands::${end}\n${text}\n::${end}::`);
}

/** What fails before the engine begins is a failed preview too: it belongs to the report. */
async function preview(stack: string, directory: string): Promise<EnginePreview> {
    try {
        const file = await readOnlyStackFile(stack, directory, process.env);
        return await previewStack(stack, file, process.env);
    } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        return { succeeded: false, events: [], printed: message };
    }
}

/** What is rendered otherwise, or why nobody knows: a preview is worth something without it. */
async function compared(stack: string, directory: string): Promise<FileChange[] | string> {
    try {
        const base = join(directory, "base");
        await checkOutBase(base);
        const [before, after] = [join(directory, "before"), join(directory, "after")];
        await Promise.all([before, after].map((each) => mkdir(each)));
        return fileChanges(
            ...(await Promise.all([
                renderRevision(base, stack, before),
                renderRevision(process.cwd(), stack, after),
            ])),
        );
    } catch (error) {
        return error instanceof Error ? error.message : String(error);
    }
}
