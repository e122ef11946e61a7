/** The issue that says how a stack differs, as Markdown. */
import { createHash } from "node:crypto";

import { cell, code } from "../preview/markdown";
import type { Difference, PropertyDifference } from "./differences";

/** Every issue about a difference has it. */
export const LABEL = "drift";

export interface Drift {
    readonly stack: string;
    /** Commit that the stack is held against. */
    readonly commit: string;
    readonly differences: readonly Difference[];
    /** Whether there is nothing of the stack, and so nothing that could differ. */
    readonly isDestroyed?: boolean;
    /** Page of the run that has seen it. */
    readonly runUrl: string;
}

/** Room for the table, of the 65,536 characters that GitHub takes. */
const ROOM = 50_000;

/** Properties of a resource that are named. */
const PROPERTIES = 8;

export function title(stack: string): string {
    return `${stack} is not as it was deployed`;
}

/** By this line, its first, a stack's issue is found again. */
export function marker(stack: string): string {
    return `<!-- argocd-image-drift: drift of ${stack} -->`;
}

/** Tells whether two issues are about the same differences. */
export function fingerprint(differences: readonly Difference[]): string {
    return createHash("sha256").update(JSON.stringify(differences)).digest("hex").slice(0, 16);
}

/** The fingerprint in an issue's text; nothing if somebody has taken it away. */
export function fingerprintIn(body: string): string | undefined {
    return /<!-- fingerprint: ([0-9a-f]{16}) -->/.exec(body)?.[1];
}

export function issueBody(drift: Drift): string {
    const { stack, commit, differences, runUrl } = drift;
    return [
        `${marker(stack)}\n<!-- fingerprint: ${fingerprint(differences)} -->`,
        `${countOf(differences)} of stack ${code(stack)} ${differences.length === 1 ? "is" : "are"} ` +
            `not as the program has it, as of commit ${code(commit.slice(0, 7))}.`,
        differencesTable(differences),
        "If nobody wants this, a deployment puts it right; if somebody does, it belongs into the " +
            "program, or the next deployment takes it away:",
        "```sh\n" +
            `gh workflow run deploy.yml --field stacks=${stack}\n` +
            `pulumi up --refresh --stack ${stack}   # the same, from a laptop\n` +
            "```",
        "This issue follows what is found, and is closed when nothing is. Closed as *not planned* " +
            "it stays closed until something else differs.",
        `<sub>Last seen by [this run](${runUrl}) · what this is: docs/pipelines.md</sub>`,
    ].join("\n\n");
}

/** One row a resource, as far as there is room. */
export function differencesTable(differences: readonly Difference[]): string {
    const rows: string[] = [];
    let left = ROOM;
    for (const { name, type, ...rest } of differences) {
        const row = `| ${[code(name), code(type), whatOf(rest)].map(cell).join(" | ")} |`;
        left -= row.length + 1;
        if (left < 0) break;
        rows.push(row);
    }
    const more = differences.length - rows.length;
    return [
        "| Resource | Type | What of it |",
        "| --- | --- | --- |",
        ...rows,
        ...(more > 0 ? [`| … and ${more} more, in the log of the run | | |`] : []),
    ].join("\n");
}

function countOf(differences: readonly Difference[]): string {
    return differences.length === 1 ? "1 resource" : `${differences.length} resources`;
}

function whatOf({ fate, properties }: Pick<Difference, "fate" | "properties">): string {
    switch (fate) {
        case "added":
        case "adopted":
            return "is missing";
        case "deleted":
            return "is there, and the program does not have it";
        default: {
            const named = properties.slice(0, PROPERTIES).map(propertyText);
            const more = properties.length - named.length;
            const list = [...named, ...(more > 0 ? [`${more} more`] : [])].join("; ");
            return fate === "replaced" ? `would be replaced: ${list}` : `differs: ${list}`;
        }
    }
}

function propertyText({ path, found, wanted }: PropertyDifference): string {
    if (found === undefined && wanted === undefined) return code(path);
    const is = found === undefined ? "not set" : code(found);
    return `${code(path)} is ${is}${wanted === undefined ? "" : ` instead of ${code(wanted)}`}`;
}
