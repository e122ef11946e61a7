import assert from "node:assert/strict";

import { type Given, judge, type Judging } from "./judge";

/** Resources that a rule lets pass, or refuses for the reasons that the patterns match. */
export type Case = readonly [
    title: string,
    given: Given | readonly Given[],
    refused?: RegExp | readonly RegExp[],
    judging?: Judging,
];

/**
 * A test for each case. A rule that is tested must have cases of both kinds; what it refuses, it
 * names, and it says how that is put right.
 */
export function casesOf(rule: string, cases: readonly Case[]): void {
    describe(`rule ${rule}`, () => {
        it("is shown to let pass and to refuse", () => {
            const refusing = cases.filter(([, , refused]) => refused !== undefined).length;
            assert.ok(refusing > 0 && refusing < cases.length);
        });
        for (const [title, given, refused = [], judging] of cases) {
            const patterns = [refused].flat();
            it(`${patterns.length > 0 ? "refuses" : "lets pass"} ${title}`, async () => {
                const all = [given].flat();
                const found = (await judge(all, judging)).filter((each) => each.rule === rule);
                assert.equal(found.length, patterns.length, JSON.stringify(found, undefined, 2));
                patterns.forEach((pattern, index) => {
                    const { message = "", urn } = found[index] ?? {};
                    assert.match(message, pattern);
                    assert.match(message, /^\w+ ".+" .+\. To fix it: [^.].+\.$/s);
                    assert.ok(urn?.endsWith(/"(.+?)"/.exec(message)?.[1] ?? "-"), urn);
                });
            });
        }
    });
}

/** A file of the repository. */
export function file(path: string, content: string, stack = "prod"): Given {
    return {
        type: "github:index/repositoryFile:RepositoryFile",
        name: `environment:${path}`,
        stack,
        inputs: { file: path, content },
    };
}
