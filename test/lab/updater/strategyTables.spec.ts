import assert from "node:assert/strict";

import { RE2JS } from "re2js";
import semver from "semver";

import { type RegistryTag, type Settings, settingsOf, strategyRows } from "./strategyTables";

/**
 * What the strategies are meant to do, in a few lines of our own. It finds tables that have come
 * apart from the program; whether the updater agrees, `updaterPicks.spec.ts` asks the updater.
 */
function pick(settings: Settings, registry: readonly RegistryTag[]): string | null | undefined {
    const { strategy, constraint = "", allowTags, ignoreTags } = settings;
    assert.ok(ignoreTags.every((glob) => glob === "*"));
    const pattern = /^regexp:(.*)$/.exec(allowTags)?.[1];
    const allowed = ignoreTags.length
        ? []
        : registry.filter(({ name }) => pattern === undefined || matches(pattern, name));
    const names = allowed.map(({ name }) => name);
    switch (strategy) {
        case "alphabetical":
            return names.sort().at(-1);
        case "semver":
            return semver.maxSatisfying(names, constraint, {
                // npm's library lets in only those of the very version that the constraint names.
                includePrerelease: constraint.includes("-"),
            });
        case "newest-build":
            return [...allowed].sort((a, b) => (a.built < b.built ? -1 : 1)).at(-1)?.name;
        case "digest":
            return names.find((name) => name === constraint);
        default:
            throw new Error(`unknown strategy ${strategy}`);
    }
}

/** With the syntax of Go's expressions. */
function matches(pattern: string, text: string): boolean {
    return RE2JS.compile(pattern).matcher(text).find();
}

describe("tables of docs/image-drift-explained.md", () => {
    const rows = strategyRows();

    it("have every strategy, pins and pauses", () => {
        for (const word of ["semver", "newest-build", "digest", "alphabetical", "pin", "paused"]) {
            assert.ok(
                rows.some(({ title }) => title.includes(word)),
                word,
            );
        }
        assert.ok(rows.length >= 30, `${rows.length} rows`);
    });

    for (const row of rows) {
        it(`${row.title} → ${row.picks ?? "–"}`, async () => {
            const settings = await settingsOf(row);
            assert.equal(
                pick(settings, row.registry) ?? undefined,
                row.picks,
                JSON.stringify(settings),
            );
            assert.equal(row.withDigest, settings.strategy === "digest" && row.picks !== undefined);
        });
    }

    it("are refused where they cannot be read", () => {
        const table = (...cells: string[]) =>
            [
                "| Stack and settings | In the registry | Picks |",
                "| --- | --- | --- |",
                `| ${cells.join(" | ")} |`,
            ].join("\n");
        assert.throws(() => strategyRows(table("`dev`", "`a`", "nothing")), /neither a tag/);
        assert.throws(() => strategyRows(table("`dev`", "`a`", "`a` or `b`")), /more than one/);
        assert.throws(() => strategyRows(table("`dev`, `pni.backend: a`", "`a`", "–")), /setting/);
    });
});
