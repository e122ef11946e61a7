import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";

import { makeRules } from "../../policy/rules";

describe("docs/policy.md", () => {
    const text = fs.readFileSync(path.join(__dirname, "../../docs/policy.md"), "utf8");

    it("has a row for every rule, in the order of the pack, and for no other", () => {
        const table = text.slice(text.indexOf("## Rules"), text.indexOf("What they cannot see"));
        const rows = [...table.matchAll(/^\| `([\w-]+)`/gm)].map(([, name]) => name);
        assert.deepEqual(
            rows,
            makeRules().map(({ name }) => name),
        );
    });

    it("has every setting, with its default", () => {
        const settings = makeRules().flatMap(({ configSchema }) =>
            Object.entries(configSchema?.properties ?? {}),
        );
        assert.ok(settings.length > 0);
        for (const [name, schema] of settings) {
            const row = new RegExp(`^\\|.+\\| \`${name}\` +\\| \`(.+?)\``, "m").exec(text);
            assert.deepEqual(JSON.parse(row?.[1] ?? "null"), schema.default, name);
        }
    });
});
