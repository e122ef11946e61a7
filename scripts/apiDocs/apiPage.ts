import { join } from "node:path";

import type { Member, PublicSymbol } from "./publicApi";
import { publicApi } from "./publicApi";

/** The page that describes the package. */
export const API_PAGE = "docs/api.md";

/** The page's part that is made from the code stands between these lines. */
const BEGIN = "<!-- api: made by `npm run docs:api` -->";
const END = "<!-- end of api -->";

const HEADINGS = {
    component: "Components",
    function: "Functions",
    type: "Types",
    constant: "Constants",
} as const;

/** The file whose exports are what other programs can import. */
export const ENTRY = join(__dirname, "..", "..", "components", "index.ts");

/**
 * The page with the part that is made from the code as it should be.
 *
 * @throws if the page has no such part
 */
export function withApi(page: string): string {
    const begin = page.indexOf(BEGIN);
    const end = page.indexOf(END);
    if (begin < 0 || end < begin) {
        throw new Error(`${API_PAGE} has no lines "${BEGIN}" and "${END}"`);
    }
    const head = page.slice(0, begin + BEGIN.length);
    return `${head}\n\n<!-- prettier-ignore-start -->\n\n${apiText()}\n\n<!-- prettier-ignore-end -->\n\n${page.slice(end)}`;
}

function apiText(): string {
    const api = publicApi(ENTRY);
    const named = new Map(api.map((symbol) => [symbol.name, symbol]));
    const kinds = Object.keys(HEADINGS) as (keyof typeof HEADINGS)[];
    // Arguments stand with their component.
    const withComponent = api.flatMap(({ kind, name }) =>
        kind === "component" ? [`${name}Args`] : [],
    );
    return kinds
        .map((kind) => {
            const ofKind = api.filter(
                (symbol) => symbol.kind === kind && !withComponent.includes(symbol.name),
            );
            const entries = ofKind.map((symbol) =>
                entry(symbol, named.get(kind === "component" ? `${symbol.name}Args` : "")),
            );
            return [`## ${HEADINGS[kind]}`, ...entries].join("\n\n");
        })
        .join("\n\n");
}

function entry(symbol: PublicSymbol, args: PublicSymbol | undefined): string {
    const { name, text, code, members, bases, tags } = symbol;
    const inherited = (of: PublicSymbol) =>
        of.bases.length > 0
            ? [
                  `Takes all of ${of.bases.map((base) => `[${base}](#${base.toLowerCase()})`).join(" and ")} too.`,
              ]
            : [];
    return [
        `### ${name}`,
        text,
        ...(code === "" ? [] : [`\`\`\`ts\n${code}\n\`\`\``]),
        ...(tags["param"] ?? []).map((given) => given.replace(/^(\S+) /, "`$1`: ")),
        ...(tags["returns"] ?? []).map((returned) => `Returns ${returned}`),
        ...(tags["throws"] ?? []).map((thrown) => `Throws ${thrown}`),
        ...(args ? [table("Argument", args.members), ...inherited(args)] : []),
        ...(members.length === 0
            ? []
            : [table(HEADERS[symbol.kind], members, symbol.kind !== "type")]),
        ...(bases.length > 0 ? inherited(symbol) : []),
    ].join("\n\n");
}

const HEADERS = {
    component: "Output",
    function: "",
    type: "Property",
    constant: "Property",
} as const;

/** @param given whether all of them are always there */
function table(header: string, members: readonly Member[], given = false): string {
    const columns = given
        ? [header, "Type", "What it is"]
        : [header, "Type", "What it is", "If it is left out"];
    const rows = members.map((member) => {
        const cells = [`\`${member.name}\``, type(member), cell(member.text)];
        return given ? cells : [...cells, ifLeftOut(member)];
    });
    return [columns, columns.map(() => "---"), ...rows]
        .map((cells) => `| ${cells.join(" | ")} |`)
        .join("\n");
}

function type({ type: code }: Member): string {
    return code === "" ? "object" : `\`${cell(code.replaceAll("readonly ", ""))}\``;
}

function ifLeftOut({ isOptional, tags }: Member): string {
    return isOptional ? (tags["default"]?.map(cell).join(" ") ?? "none") : "**required**";
}

function cell(text: string): string {
    return text.replace(/\s+/g, " ").replaceAll("|", "\\|");
}
