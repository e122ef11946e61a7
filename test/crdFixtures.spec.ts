import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const root = join(__dirname, "..");
const folder = join(root, "test", "fixtures", "crds");
const modules = readFileSync(join(root, "lab", "tools", "modules", "cluster", "go.mod"), "utf8");

/** The version the lab builds, of a module that is required and not replaced. */
function versionOf(module: string): string | undefined {
    const lines = modules.split("\n").map((line) => line.trim().split(/\s+/));
    assert.ok(!lines.some(([name, arrow]) => name === module && arrow === "=>"), module);
    return lines.find(([name, version]) => name === module && version?.startsWith("v"))?.[1];
}

describe("test/fixtures/crds", () => {
    for (const name of readdirSync(folder)) {
        it(`${name} is of the version that the lab builds`, () => {
            const { $comment } = z
                .object({ $comment: z.string() })
                .parse(JSON.parse(readFileSync(join(folder, name), "utf8")));
            const [, module = "", version] = /^From (\S+)@(\S+) /.exec($comment) ?? [];
            assert.equal(version, versionOf(module), `npm run crds writes it anew: ${$comment}`);
            assert.ok(version, $comment);
        });
    }
});
