import { configTable, projectConfig } from "../../stacks/config/documentation";

/** A part of a file that is made from the declarations of the keys. */
export interface Section {
    readonly file: string;
    readonly begin: string;
    readonly end: string;
    readonly content: () => string;
    /** A file that may lack the section. */
    readonly optional?: true;
}

const table = {
    begin: "<!-- config keys: made by `npm run docs:config` -->",
    end: "<!-- end of config keys -->",
    content: () =>
        `\n<!-- prettier-ignore-start -->\n\n${configTable()}\n\n<!-- prettier-ignore-end -->\n\n`,
};

/** All such parts. */
export const sections: readonly Section[] = [
    { ...table, file: "docs/configuration.md" },
    { ...table, file: "README.md", optional: true },
    {
        file: "Pulumi.yaml",
        begin: "# config keys: made by `npm run docs:config`",
        end: "# end of config keys",
        content: () => `# prettier-ignore\n${projectConfig()}`,
    },
];

/** The file's text with the section as it should be; nothing if the file has no such section. */
export function withSection(text: string, section: Section): string | undefined {
    const begin = text.indexOf(section.begin);
    const end = text.indexOf(section.end);
    if (begin < 0 || end < begin) {
        return undefined;
    }
    const head = text.slice(0, begin + section.begin.length);
    return `${head}\n${section.content()}${text.slice(end)}`;
}
