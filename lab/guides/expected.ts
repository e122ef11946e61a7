/** Stands in a guide for what differs each time: part of a line, or whole lines if alone on one. */
const WILDCARD = "…";

/**
 * Whether lines that a guide shows stand in what was printed, one after the other. Space at the ends
 * of lines and of the whole does not count.
 */
export function isPrinted(expected: string, printed: string): boolean {
    const lines = trimmedLines(expected).split("\n");
    const pattern = lines.map((line) => linePattern(line.trimEnd())).join("");
    return new RegExp(`^${pattern}`, "m").test(`${trimmedLines(printed)}\n`);
}

function linePattern(line: string): string {
    return line.trim() === WILDCARD
        ? "(?:[^\\n]*\\n)*?"
        : `${line.split(WILDCARD).map(escaped).join("[^\\n]*")}\\n`;
}

function escaped(text: string): string {
    return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

function trimmedLines(text: string): string {
    return text
        .split("\n")
        .map((line) => line.trimEnd())
        .join("\n")
        .replace(/^\n+|\n+$/g, "");
}
