import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { splitCommands } from "../../../lab/guides/commands";
import { chosenGuides, type Guide, GUIDES, readGuide } from "../../../lab/guides/guides";
import { listed } from "../../../lab/guides/list";
import { keyNames } from "../../../stacks/config/configKeys";

const root = resolve(__dirname, "../../..");

const known = new Map<string, readonly string[]>();

/** Found once a guide: bash is asked line by line where a command ends. */
function commands({ name, blocks }: Guide): readonly string[] {
    const found =
        known.get(name) ?? blocks.flatMap((block) => splitCommands(block)).map(({ text }) => text);
    known.set(name, found);
    return found;
}

describe("the guides", () => {
    for (const name of GUIDES) {
        describe(name, () => {
            it("has commands that bash understands, and comments that the runner does", () => {
                assert.ok(commands(readGuide(root, name)).length > 0);
            });

            it("sets configuration keys that there are, with set-all too", () => {
                const keys = commands(readGuide(root, name))
                    .filter((text) => text.includes("config set-all"))
                    .flatMap((text) => [...text.matchAll(/--(?:plaintext|secret) ([^=]+)=/g)])
                    .map(([, key = ""]) => key.replaceAll(/['"]/g, "").split(/[.[]/)[0] ?? "");
                assert.deepEqual(
                    keys.filter((key) => !(keyNames as readonly string[]).includes(key)),
                    [],
                );
            });

            it("shows no secret as something to type on a command line", () => {
                const secrets = /--secret (githubToken|registryPassword|gitToken)[= ]\S/;
                assert.deepEqual(
                    commands(readGuide(root, name)).filter((text) => secrets.test(text)),
                    [],
                );
            });
        });
    }

    it("bring a newcomer to the first automatic deploy in at most twelve commands", () => {
        const guide = readGuide(root, "setup-guide");
        const lines = readFileSync(join(root, guide.file), "utf8").split("\n");
        const begin = lines.indexOf("## Twelve commands");
        const end = lines.findIndex((line, index) => index > begin && line.startsWith("## "));
        assert.ok(begin > 0 && end > begin);
        const path = guide.blocks
            .flatMap((block) => splitCommands(block))
            .filter(({ line }) => line > begin && line < end);
        assert.equal(path.length, 12, path.map(({ text }) => text).join("\n"));
    });

    it("are all listed, with what is not run and why", () => {
        const lines = listed(readGuide(root, "setup-guide"));
        assert.ok(lines.some((line) => /^docs\/setup-guide\.md:\d+: pulumi up$/.test(line)));
        assert.ok(lines.some((line) => /^docs\/setup-guide\.md:\d+: not run: .+/.test(line)));
    });

    it("are run with the setup guide first, whichever is named", () => {
        const names = (chosen: string[]) => chosenGuides(root, chosen).map(({ name }) => name);
        assert.deepEqual(names(["quick-reference"]), ["setup-guide", "quick-reference"]);
        assert.deepEqual(names([]), [...GUIDES]);
        assert.throws(() => names(["nothing"]), /no guide "nothing"; there are: setup-guide, /);
    });
});
