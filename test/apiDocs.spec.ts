import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as components from "../components";
import { API_PAGE, ENTRY, withApi } from "../scripts/apiDocs/apiPage";
import { publicApi } from "../scripts/apiDocs/publicApi";

/** What other programs can import, or are handed, without a word of what it is. */
function undocumented(entry: string): string[] {
    return publicApi(entry).flatMap(({ name, text, members }) =>
        [
            { name, text },
            ...members.map((member) => ({ ...member, name: `${name}.${member.name}` })),
        ]
            .filter((one) => one.text === "")
            .map((one) => one.name),
    );
}

/** Names in the public part of something public that are not public themselves. */
function unreachable(entry: string): string[] {
    const api = publicApi(entry);
    const names = new Set(api.map(({ name }) => name));
    return api.flatMap(({ name, references }) =>
        references.filter((used) => !names.has(used)).map((used) => `${name}: ${used}`),
    );
}

describe("the package's names", () => {
    it("are documented, each with all its properties", () => {
        assert.deepEqual(undocumented(ENTRY), []);
    });

    it("name no type that cannot be imported", () => {
        assert.deepEqual(unreachable(ENTRY), []);
    });

    it("are those that Node finds", () => {
        const values = publicApi(ENTRY).filter(({ kind }) => kind !== "type");
        const found = Object.keys(components);
        assert.deepEqual(
            found.filter((name) => name !== "default" && name !== "module.exports").sort(),
            values.map(({ name }) => name),
        );
    });

    it(`stand in ${API_PAGE} as they are in the code`, () => {
        const page = readFileSync(join(__dirname, "..", API_PAGE), "utf8");
        assert.equal(page, withApi(page), "run: npm run docs:api");
    });

    describe("of another package", () => {
        let folder = "";

        before(() => {
            folder = mkdtempSync(join(tmpdir(), "image-drift-api-"));
            writeFileSync(
                join(folder, "index.ts"),
                'export { Thing, type ThingArgs } from "./thing";\nexport * from "./not";\n',
            );
            writeFileSync(
                join(folder, "thing.ts"),
                `import type { Hidden } from "./hidden";
export interface ThingArgs {
    /** Said. */
    readonly said: { readonly unsaid: Hidden };
    readonly plain?: string;
}
/** A thing. */
export class Thing {
    readonly output: string;
    private readonly own: Hidden;
    constructor(name: string, args: ThingArgs) {}
}
`,
            );
        });

        after(() => {
            rmSync(folder, { recursive: true });
        });

        it("that lack a word or cannot be imported are found", () => {
            const entry = join(folder, "index.ts");
            assert.deepEqual(undocumented(entry), [
                "Thing.output",
                "ThingArgs",
                "ThingArgs.said.unsaid",
                "ThingArgs.plain",
            ]);
            assert.deepEqual(unreachable(entry), ["ThingArgs: Hidden"]);
        });
    });
});
