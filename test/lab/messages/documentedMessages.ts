import * as fs from "node:fs";
import * as path from "node:path";

import { codes, markdownTables } from "../../support/markdownTables";

const ROOT = path.resolve(__dirname, "../../..");
const DOCUMENT = path.join(ROOT, "docs/troubleshooting.md");

/** Columns of tables whose code is what a program prints. */
const SAYING = ["It says", "The event says"];

/** A message that docs/troubleshooting.md has. */
export interface Documented {
    /** As it stands there, with `…` for what differs. */
    readonly message: string;
    /** Who prints it, if the page tells: `updater`. */
    readonly by?: string;
}

/** The messages of the table at the top, and of the sections' tables. */
export function documentedMessages(): Documented[] {
    return markdownTables(fs.readFileSync(DOCUMENT, "utf8")).flatMap(({ columns, rows }) =>
        rows.flatMap((row) => {
            const by = row["Said by"];
            const cell =
                by === undefined ? SAYING.map((name) => row[name] ?? "").join() : row["You see"];
            return by === "" || (by === undefined && !columns.some((name) => SAYING.includes(name)))
                ? []
                : codes(cell ?? "").map((message) => ({ message, ...(by && { by }) }));
        }),
    );
}

/** What of a message is the same each time. */
export function fixedParts(message: string): string[] {
    return message
        .split("…")
        .map((part) => part.trim())
        .filter((part) => /\w{2}/.test(part));
}

/** The sources below some folders, in one text. */
export function sources(...folders: readonly string[]): string {
    return folders
        .flatMap((folder) =>
            fs
                .readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
                .filter((file) => file.endsWith(".ts"))
                .map((file) => fs.readFileSync(path.join(ROOT, folder, file), "utf8")),
        )
        .join("\n");
}
