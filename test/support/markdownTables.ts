/** A table of a Markdown document. */
export interface MarkdownTable {
    /** The heading it stands below. */
    readonly heading: string;
    readonly columns: readonly string[];
    /** Cells by column, a row each. */
    readonly rows: readonly Readonly<Record<string, string>>[];
}

/** The tables of a document; what stands in fenced code is none. */
export function markdownTables(document: string): MarkdownTable[] {
    const tables: MarkdownTable[] = [];
    let heading = "";
    let columns: string[] | undefined;
    let rows: Record<string, string>[] = [];
    for (const line of document.replace(/^(`{3,})[\s\S]*?^\1`*$/gm, "").split("\n")) {
        heading = /^#+\s+(.*)$/.exec(line)?.[1] ?? heading;
        if (!line.startsWith("|")) {
            columns = undefined;
        } else if (columns === undefined) {
            columns = cells(line);
            rows = [];
            tables.push({ heading, columns, rows });
        } else if (!/^\|[\s:|-]+\|$/.test(line)) {
            const texts = cells(line);
            rows.push(Object.fromEntries(columns.map((name, at) => [name, texts[at] ?? ""])));
        }
    }
    return tables;
}

/** What stands in code in a cell: `` `a` or `b` `` → `a`, `b`. */
export function codes(cell: string): string[] {
    return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
}

/** `\|` is a bar within a cell. */
function cells(line: string): string[] {
    return line
        .trim()
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim().replaceAll("\\|", "|"));
}
