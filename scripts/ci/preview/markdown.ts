/** Text in GitHub's Markdown, in which nothing that it quotes can become markup. */

/** In a line. */
export function code(text: string): string {
    const line = text.replaceAll(/\s+/g, " ");
    const fence = fenceFor(line, 1);
    const space = line.startsWith("`") || line.endsWith("`") ? " " : "";
    return `${fence}${space}${line}${space}${fence}`;
}

/** In a cell of a table, whose borders hold in code too. */
export function cell(markdown: string): string {
    return markdown.replaceAll("|", "\\|").replaceAll(/\s+/g, " ");
}

/** A block of its own. */
export function block(text: string, language: string): string {
    const fence = fenceFor(text, 3);
    return `${fence}${language}\n${text.replace(/\n*$/, "")}\n${fence}`;
}

/** A block that is folded away under a line of plain text. */
export function folded(title: string, markdown: string): string {
    return `<details><summary>${escaped(title)}</summary>\n\n${markdown}\n\n</details>`;
}

function escaped(text: string): string {
    return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** More backticks than the text has in a row. */
function fenceFor(text: string, least: number): string {
    const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
    return "`".repeat(Math.max(least, longest + 1));
}
