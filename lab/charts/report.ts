import * as fs from "node:fs/promises";
import * as path from "node:path";

import { run } from "../processes/run";
import type { Difference, KnownDifference } from "./difference";

/** A difference and the reason for it, if one is known. */
export interface Compared {
    readonly difference: Difference;
    readonly known: KnownDifference | undefined;
}

const PROJECT = path.join(__dirname, "../..");
const README = path.join(__dirname, "README.md");
const BEGIN = "<!-- comparison: written by lab/charts/compare.ts --write -->";
const END = "<!-- /comparison -->";

/** Longer values say nothing more in a table. */
const LONGEST_VALUE = 60;

/** The differences as a Markdown table. */
export function reportTable(compared: readonly Compared[]): string {
    const rows = compared.map(({ difference, known }) => [
        difference.chart,
        `${difference.kind} \`${difference.name}\``,
        difference.path === "" ? "(whole object)" : `\`${difference.path}\``,
        cell(difference.lab),
        cell(difference.public),
        known?.reason ?? "**unexplained**",
    ]);
    return [
        ["Chart", "Object", "Field", "Lab", "Public", "Why"],
        ["---", "---", "---", "---", "---", "---"],
        ...rows,
    ]
        .map((row) => `| ${row.join(" | ")} |`)
        .join("\n");
}

function cell(value: string | undefined): string {
    if (value === undefined) return "–";
    const short = value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value;
    return `\`${short.replaceAll("|", "\\|")}\``;
}

/** Puts the table between the markers of lab/charts/README.md. */
export async function writeReport(compared: readonly Compared[]): Promise<void> {
    const text = await fs.readFile(README, "utf8");
    const begin = text.indexOf(BEGIN);
    const end = text.indexOf(END);
    if (begin < 0 || end < begin) throw new Error(`${README} has no comparison markers`);
    const head = text.slice(0, begin + BEGIN.length);
    const written = `${head}\n\n${reportTable(compared)}\n\n${text.slice(end)}`;
    await fs.writeFile(README, written);
    await run(path.join(PROJECT, "node_modules/.bin/oxfmt"), [README], { cwd: PROJECT });
}
