/** Writes the descriptions of the configuration keys into the files that repeat them. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { sections, withSection } from "./sections";

const root = join(__dirname, "..", "..");

for (const section of sections) {
    const path = join(root, section.file);
    const text = existsSync(path) ? readFileSync(path, "utf8") : "";
    const updated = withSection(text, section);
    if (updated !== undefined && updated !== text) {
        writeFileSync(path, updated);
        console.log(`${section.file}: written`);
    } else if (updated === undefined && section.optional !== true) {
        console.error(`${section.file}: has no lines "${section.begin}" and "${section.end}"`);
        process.exitCode = 1;
    }
}
