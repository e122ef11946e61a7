/** The report of one preview, as Markdown: the comment below a pull request, and the job's summary. */
import type { Changes } from "./changes";
import { detailsOfFiles, detailsOfRun } from "./details";
import type { FileChange } from "./manifests";
import { block, code } from "./markdown";
import { countLine, resourceLists } from "./resources";
import { warnings } from "./warnings";

export interface PreviewReport {
    readonly stack: string;
    /** The pull request's commit. */
    readonly commit: string;
    /** Page of the run. */
    readonly runUrl: string;
    /** Page that explains the report. */
    readonly helpUrl: string;
    /** Whether the engine came to the end. */
    readonly succeeded: boolean;
    readonly changes: Changes;
    /** What `pulumi preview --diff` printed. */
    readonly printed: string;
    /** What is rendered otherwise than before; or why that is not known. */
    readonly files: readonly FileChange[] | string;
}

/** How long a report may be. */
export interface ReportSize {
    /** Characters in all. */
    readonly limit: number;
    /** Resources of a list that are named. */
    readonly rows: number;
}

/** GitHub takes no longer comment. */
export const COMMENT: ReportSize = { limit: 65_536, rows: 40 };

/** GitHub takes 1 MiB from a step, in bytes: no character here has more than four. */
export const SUMMARY: ReportSize = { limit: 250_000, rows: 1000 };

/** By this line, its first, a comment is found again. */
export function marker(stack: string): string {
    return `<!-- argocd-image-drift: preview of ${stack} -->`;
}

/** The report, no longer than it may be; what had to be left out is said in its place. */
export function reportOf(report: PreviewReport, { limit, rows }: ReportSize): string {
    const { stack, commit, runUrl, helpUrl, changes, succeeded } = report;
    const top = [
        marker(stack),
        `## Preview of ${code(stack)}`,
        succeeded ? countLine(changes) : failure(report),
        ...warnings(changes),
        ...resourceLists(changes, rows),
    ];
    const foot =
        `<sub>${code(commit.slice(0, 7))}, as it would be merged · ` +
        `[whole output](${runUrl}) · [what this is](${helpUrl})</sub>`;
    const budget = limit - lengthOf([...top, foot]);
    // Each has half of the room, and what the other one leaves.
    const half = Math.floor(budget / 2);
    const filesInHalf = detailsOfFiles(report.files, half);
    const shownRun = detailsOfRun(report.printed, budget - lengthOf([filesInHalf]));
    const left = budget - lengthOf([shownRun]);
    const shownFiles = left > half ? detailsOfFiles(report.files, left) : filesInHalf;
    return [...top, shownFiles, shownRun, foot].filter(Boolean).join(GAP);
}

const GAP = "\n\n";

function lengthOf(parts: readonly string[]): number {
    return parts.reduce((sum, part) => sum + part.length + GAP.length, 0);
}

/** Characters of an error: the whole is below, and in the log. */
const LONGEST_ERROR = 4000;

function failure({ changes, printed }: PreviewReport): string {
    const text = changes.errors.join(GAP) || printed.slice(-LONGEST_ERROR);
    const shown = text.length > LONGEST_ERROR ? `${text.slice(0, LONGEST_ERROR)} …` : text;
    return `**The preview failed**, so this is not all that would happen.${GAP}${block(shown, "text")}`;
}
