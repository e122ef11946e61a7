import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";

import { TOOL_BUILDS } from "../../../lab/tools/toolTable";
import { findTool } from "../../../lab/tools/findTool";
import { documentedMessages, fixedParts, sources } from "./documentedMessages";
import { BESIDES, UPSTREAM } from "./upstream";

/** Words of programs that are not here: registries, other container runtimes, GitHub itself. */
const ELSEWHERE = new Set([
    "denied",
    "429 Too Many Requests",
    ":v0.0.0: not found",
    "Found … tags in registry",
]);

const built = new Set(TOOL_BUILDS.flatMap(({ tools }) => Object.keys(tools)));

/** A program as it is run in the lab: built for it, or Debian's. */
function programOf(name: string): Buffer {
    const onPath = (process.env.PATH ?? "")
        .split(path.delimiter)
        .map((folder) => path.join(folder, name))
        .find((file) => fs.existsSync(file));
    return fs.readFileSync(built.has(name) ? findTool(name) : (onPath ?? assert.fail(name)));
}

/** Messages stand in a program as they are in its sources, but for what is filled in. */
describe("messages in docs/troubleshooting.md, in the programs that print them", function () {
    this.timeout(120_000);
    const all = documentedMessages();

    for (const [speaker, programs] of Object.entries(UPSTREAM)) {
        it(`are those of ${speaker}`, () => {
            const said = all.filter(({ by }) => by === speaker);
            let unheard = said.flatMap(({ message }) => fixedParts(message));
            assert.ok(unheard.length > 0);
            for (const name of programs) {
                const program = programOf(name);
                unheard = unheard.filter((part) => !program.includes(part));
            }
            assert.deepEqual(unheard, []);
        });
    }

    it("are somebody's, where the page does not tell whose", () => {
        const own = sources("cli", "components", "lab", "stacks");
        let unheard = all
            .filter(({ by, message }) => by === undefined && !ELSEWHERE.has(message))
            .flatMap(({ message }) => fixedParts(message))
            .filter((part) => !own.includes(part));
        for (const name of [...Object.values(UPSTREAM).flat(), ...BESIDES]) {
            if (unheard.length > 0) {
                const program = programOf(name);
                unheard = unheard.filter((part) => !program.includes(part));
            }
        }
        assert.deepEqual(unheard, []);
    });
});
