/** What becomes of the resources: one line for all, and a list for each fate. */
import type { Changes, Fate, ResourceChange } from "./changes";
import { cell, code, folded } from "./markdown";

/** What is hardest to mend comes first. */
const FATES: readonly Fate[] = ["deleted", "replaced", "changed", "adopted", "added"];

/** Longer lists are folded. */
const SHORT = 15;

/** Properties that are named in a row. */
const NAMED = 6;

/** `**2 added, 1 changed**, 40 unchanged`. */
export function countLine({ resources, unchanged }: Changes): string {
    const counts = (["added", "adopted", "changed", "replaced", "deleted"] as const)
        .map((fate) => ({ fate, count: resources.filter((one) => one.fate === fate).length }))
        .filter(({ fate, count }) => count > 0 || fate !== "adopted")
        .map(({ fate, count }) => `${count} ${fate}`);
    return resources.length === 0
        ? `**No changes**, ${unchanged} unchanged.`
        : `**${counts.join(", ")}**, ${unchanged} unchanged.`;
}

/** @param rows of a list that are shown */
export function resourceLists({ resources }: Changes, rows: number): string[] {
    return FATES.flatMap((fate) => {
        const found = resources.filter((one) => one.fate === fate);
        if (found.length === 0) {
            return [];
        }
        const table = tableOf(found, rows);
        return found.length > SHORT
            ? [folded(`${title(fate)}: ${found.length}`, table)]
            : [`**${title(fate)}**\n\n${table}`];
    });
}

function tableOf(resources: readonly ResourceChange[], rows: number): string {
    const lines = resources.slice(0, rows).map((one) => `| ${rowOf(one).map(cell).join(" | ")} |`);
    const more = resources.length - lines.length;
    return [
        "| Resource | Type | What of it |",
        "| --- | --- | --- |",
        ...lines,
        ...(more > 0 ? [`| … and ${more} more, named in the job's summary | | |`] : []),
    ].join("\n");
}

function rowOf({ name, type, properties, secret, protected: isProtected }: ResourceChange) {
    const named = properties.slice(0, NAMED).map(code);
    const more = properties.length - named.length;
    const marks = [...(secret ? ["secret"] : []), ...(isProtected ? ["protected"] : [])];
    return [
        code(shortened(name)),
        code(shortened(type)),
        [
            ...named,
            ...(more > 0 ? [`${more} more`] : []),
            ...marks.map((mark) => `**${mark}**`),
        ].join(", "),
    ];
}

/** Names are the program's: nothing keeps them short. */
const LONGEST_NAME = 120;

/** A name that fits into a row. */
export function shortened(name: string): string {
    return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
}

function title(fate: Fate): string {
    return `${fate.charAt(0).toUpperCase()}${fate.slice(1)}`;
}
