/**
 * `npx tsx scripts/ci/drift/main.ts STACK`: holds a stack against reality, and keeps the issue that
 * says how it differs. Fails only if it could not look: a difference is no failure of the run.
 *
 * Reads `DIRECTORY` and `COMMIT` (what `deployedCommit.ts` has found), `PREVIEW_GITHUB_TOKEN` and
 * `PREVIEW_KUBECONFIG` (credentials that can only read; the stack's own without them),
 * `GITHUB_TOKEN`, what the runner says of the run, and what `pulumi` needs for backend and secrets.
 */
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { gitHubClient, thisRepository } from "../gitHubClient";
import { lastOperations } from "../operations";
import { needed } from "../needed";
import { missingReadAccess, READ_ACCESS, readOnlyStackFile } from "../preview/readAccess";
import { maskFor } from "../preview/secrecy";
import { addSummary, onlyArgument, runStep } from "../runner";
import { madeAmong, stackResources } from "../stackResources";
import type { Difference } from "./differences";
import { findingOf } from "./finding";
import { differencesTable } from "./issue";
import { keepIssue } from "./issueKeeper";
import { lookForDrift } from "./preview";

runStep("Drift", async () => {
    const stack = onlyArgument("npx tsx scripts/ci/drift/main.ts STACK");
    const commit = needed("COMMIT");
    process.chdir(needed("DIRECTORY"));
    const mask = maskFor(process.env);
    const client = gitHubClient();
    // The program and its providers have credentials of their own.
    delete process.env.GITHUB_TOKEN;
    const finding = await findingOf({
        operations: () => lastOperations(stack),
        resources: async () => madeAmong(await stackResources(stack)).length,
        look: async () => lookForDrift(stack, await stackFile(stack)),
    });
    console.log(mask(finding.printed));
    if (finding.is === "overtaken") {
        tell(`## ${stack}: not judged\n\nAn operation on it has begun or ended meanwhile.`);
        return;
    }
    const isDestroyed = finding.is === "empty";
    const differences = finding.is === "empty" ? [] : finding.differences;
    const { decision, url } = await keepIssue(
        client,
        thisRepository(),
        { stack, commit, differences, isDestroyed, runUrl: runUrl() },
        mask,
    );
    const what =
        decision.action === "none" ? decision.because : `issue: ${decision.action} ${url ?? ""}`;
    const summary = isDestroyed ? nothingThere(stack) : summaryOf(stack, differences);
    tell(mask(`${summary}\n\n${what}`));
});

function nothingThere(stack: string): string {
    return `## ${stack} is not deployed\n\nIt has no resources: it was destroyed, or never deployed.`;
}

function summaryOf(stack: string, differences: readonly Difference[]): string {
    return differences.length === 0
        ? `## ${stack} is as it was deployed`
        : `## ${stack} is not as it was deployed\n\n${differencesTable(differences)}`;
}

function tell(text: string): void {
    addSummary(text);
    console.log(text);
}

/** The one with credentials of its own, if there are any: all of them, or none. */
async function stackFile(stack: string): Promise<string | undefined> {
    const names = Object.keys(READ_ACCESS);
    if (names.every((name) => (process.env[name] ?? "") === "")) {
        return undefined;
    }
    const missing = missingReadAccess(stack, process.env);
    if (missing !== undefined) {
        throw new Error(missing.replaceAll(`--env preview-${stack}`, `--env watch-${stack}`));
    }
    const directory = await mkdtemp(join(process.env.RUNNER_TEMP || tmpdir(), "drift-"));
    return readOnlyStackFile(stack, directory, process.env);
}

function runUrl(): string {
    const repository = `${needed("GITHUB_SERVER_URL")}/${needed("GITHUB_REPOSITORY")}`;
    return `${repository}/actions/runs/${needed("GITHUB_RUN_ID")}`;
}
