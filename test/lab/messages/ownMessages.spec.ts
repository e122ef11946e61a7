import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";

import { markdownTables } from "../../support/markdownTables";
import { documentedMessages, fixedParts, sources } from "./documentedMessages";
import { UPSTREAM } from "./upstream";

/** Where those print what they say whose sources are here; GitHub and the provider have stand-ins. */
const OWN: Readonly<Record<string, readonly string[]>> = {
    wait: ["cli/wait"],
    GitHub: ["lab/github"],
    provider: ["lab/providers"],
};

describe("messages in docs/troubleshooting.md", () => {
    const all = documentedMessages();

    it("are said by somebody who can be asked", () => {
        const speakers = new Set(all.flatMap(({ by }) => by ?? []));
        assert.deepEqual(
            [...speakers].sort(),
            [...Object.keys(OWN), ...Object.keys(UPSTREAM)].sort(),
        );
        assert.ok(all.length > 60, `${all.length} messages`);
    });

    for (const [speaker, folders] of Object.entries(OWN)) {
        it(`are those of ${speaker}`, () => {
            const text = sources(...folders);
            const unheard = all
                .filter(({ by }) => by === speaker)
                .flatMap(({ message }) => fixedParts(message))
                .filter((part) => !text.includes(part));
            assert.deepEqual(unheard, []);
        });
    }

    it("are found: every row of the first table leads somewhere", () => {
        const file = path.join(__dirname, "../../../docs/troubleshooting.md");
        const [finder] = markdownTables(fs.readFileSync(file, "utf8"));
        assert.deepEqual(finder?.columns, ["You see", "Said by", "Section"]);
        for (const row of finder.rows) {
            assert.match(row["Section"] ?? "", /\]\(|look for that/, row["You see"]);
        }
    });
});
