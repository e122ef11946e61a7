import assert from "node:assert/strict";

import * as fs from "node:fs";
import * as path from "node:path";

import { asParts, partsFault, partsLine } from "../../../lab/parts/parts";

describe("lab/parts/parts", () => {
    it("knows two kinds of parts", () => {
        assert.deepEqual(["lab", "real", "", "Real", "both"].map(asParts), [
            "lab",
            "real",
            undefined,
            undefined,
            undefined,
        ]);
        assert.equal(partsFault("both"), '--parts is "both"; allowed are lab and real');
    });

    it("says which were used", () => {
        assert.match(partsLine("lab"), /^Parts \(--parts lab\): stand-ins .*kubernetes.*charts/);
        assert.match(partsLine("real"), /^Parts \(--parts real\): .*published/);
    });

    it("names every stand-in of the lab's table, and no more", () => {
        const rows = tableRows();
        const standIns = rows.filter(({ what }) => what.includes("**stand-in")).flatMap(words);
        assert.deepEqual(new Set(namedIn(partsLine("lab"))), new Set(standIns));
        // With the published parts, what is not downloaded.
        const downloaded = rows
            .filter(({ what }) => /lab\/(providers|charts)\//.test(what))
            .flatMap(words);
        assert.deepEqual(
            new Set(namedIn(partsLine("real"))),
            new Set(standIns.filter((word) => !downloaded.includes(word))),
        );
    });

    it("says which GitHub provider it is, where that is not the published one", () => {
        const row = tableRows().find(({ name }) => name === "GitHub provider");
        assert.match(
            partsLine("lab"),
            new RegExp(`GitHub provider is ${row?.version ?? "in the table"};`),
        );
        assert.doesNotMatch(partsLine("real"), /GitHub provider is/);
    });

    it("is quoted by README.md as it is", () => {
        assert.ok(read("README.md").includes(`\n${partsLine("lab")}\n`));
    });
});

interface Row {
    readonly name: string;
    readonly what: string;
    readonly version: string;
}

function read(file: string): string {
    return fs.readFileSync(path.resolve(__dirname, "../../..", file), "utf8");
}

/** The table of parts. */
function tableRows(): Row[] {
    const [, section = ""] = /\n## Parts\n([^]*?)\n## /.exec(read("lab/README.md")) ?? [];
    return section
        .split("\n")
        .filter((line) => line.startsWith("|"))
        .slice(2)
        .map((line) => {
            const [, name = "", what = "", version = ""] = line.split("|").map((one) => one.trim());
            return { name, what, version };
        });
}

/** Words that name a part: those of "Charts `argo-cd`" are "charts". */
function words({ name }: Pick<Row, "name">): string[] {
    return name
        .replace(/`[^`]*`/g, "")
        .toLowerCase()
        .split(/[ ,]+/)
        .filter((word) => !["", "and", "the"].includes(word));
}

function namedIn(line: string): string[] {
    const [, named = ""] = /stand-ins of the lab for ([^;]*);/.exec(line) ?? [];
    return words({ name: named });
}
