/** Seconds as a table shows them: `3.44 s`, `38.2 s`, `147 s`. */
export function seconds(value: number): string {
    const digits = value < 10 ? 2 : value < 100 ? 1 : 0;
    return `${value.toFixed(digits)} s`;
}

/** A table in GitHub's Markdown, aligned as the formatter does; numbers to the right. */
export function markdownTable(
    head: readonly string[],
    rows: readonly (readonly string[])[],
): string[] {
    const widths = head.map((title, column) =>
        Math.max(3, ...[title, ...rows.map((row) => row[column] ?? "")].map((cell) => cell.length)),
    );
    const line = (cells: readonly string[]) =>
        `| ${cells
            .map((cell, column) => {
                const width = widths[column] ?? 0;
                return column === 0 ? cell.padEnd(width) : cell.padStart(width);
            })
            .join(" | ")} |`;
    const rule = widths.map((width, column) =>
        column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
    );
    return [line(head), line(rule), ...rows.map(line)];
}

/** A table for a terminal. */
export function plainTable(
    head: readonly string[],
    rows: readonly (readonly string[])[],
): string[] {
    const widths = head.map((title, column) =>
        Math.max(...[title, ...rows.map((row) => row[column] ?? "")].map((cell) => cell.length)),
    );
    return [head, ...rows].map((cells) =>
        cells
            .map((cell, column) => {
                const width = widths[column] ?? 0;
                return column === 0 ? cell.padEnd(width) : cell.padStart(width);
            })
            .join("  ")
            .trimEnd(),
    );
}
