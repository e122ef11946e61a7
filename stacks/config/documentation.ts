/** The keys as people read them: the table of the documentation and the project file. */
import { stringify } from "yaml";

import { declaration, isKeyName, keyGroups, keyNames } from "./configKeys";

/** The table of all keys, in Markdown. */
export function configTable(): string {
    return Object.entries(keyGroups)
        .map(([group, keys]) =>
            [
                `### ${group}`,
                "",
                "| Key | What it is | Allowed | Default |",
                "| --- | --- | --- | --- |",
                ...Object.keys(keys).filter(isKeyName).map(tableRow),
            ].join("\n"),
        )
        .join("\n\n");
}

function tableRow(name: Parameters<typeof declaration>[0]): string {
    const { description, allowed, default: standard, secret } = declaration(name);
    const cells = [
        `\`${name}\`${secret === true ? " 🔒" : ""}`,
        description,
        allowed,
        standard ?? "**required**",
    ];
    return `| ${cells.join(" | ")} |`;
}

/**
 * The section `config` of the project file. Every default is empty, which stands for "not set": the
 * CLI asks for keys without a default one by one before the program can list all that is missing,
 * and a real default could not be told from a value that somebody set.
 */
export function projectConfig(): string {
    const keys = keyNames.map((name) => {
        const { description, allowed, default: standard, secret } = declaration(name);
        return [
            name,
            {
                description: `${description} Allowed: ${allowed}. ${
                    standard === undefined ? "Required." : `Default: ${standard}.`
                }`.replaceAll("`", ""),
                default: "",
                ...(secret === true ? { secret } : {}),
            },
        ] as const;
    });
    return stringify({ config: Object.fromEntries(keys) }, { lineWidth: 96, indent: 4 });
}
