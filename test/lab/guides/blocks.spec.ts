import assert from "node:assert/strict";

import { readBlocks } from "../../../lab/guides/blocks";

/** A fenced block, without writing fences into this file's own. */
function fenced(language: string, ...lines: string[]): string {
    return ["```" + language, ...lines, "```"].join("\n");
}

function read(...parts: string[]) {
    return readBlocks("docs/guide.md", parts.join("\n\n"));
}

describe("the blocks of a guide", () => {
    it("are those marked sh, in order, each with its line", () => {
        const blocks = read(
            "# A guide",
            fenced("sh", "one", "two"),
            fenced("yaml", "a: b"),
            fenced("sh", "three"),
        );
        assert.deepEqual(
            blocks.map(({ text, line }) => [text, line]),
            [
                ["one\ntwo", 4],
                ["three", 13],
            ],
        );
    });

    it("have what the comments before them say", () => {
        const [first, second, third] = read(
            "<!-- not run: needs a browser -->\n" + fenced("sh", "open"),
            "<!-- stdin: githubToken -->",
            "<!-- lab: packages -->",
            "<!-- lab: build backend v1.0.0 for prod -->",
            fenced("sh", "type"),
            "<!-- Ctrl-C after: Forwarding from -->",
            fenced("sh", "forward"),
        );
        assert.deepEqual([first?.notRun, second?.notRun], ["needs a browser", undefined]);
        assert.deepEqual([second?.stdin, third?.stdin], ["githubToken", undefined]);
        assert.deepEqual([second?.ctrlC, third?.ctrlC], [undefined, "Forwarding from"]);
        assert.deepEqual(
            [second?.actions, third?.actions],
            [
                [
                    { kind: "packages" },
                    { kind: "build", names: ["backend"], tag: "v1.0.0", stack: "prod" },
                ],
                [],
            ],
        );
    });

    it("print the text that comes right after", () => {
        const [shown, other] = read(
            fenced("sh", "one"),
            fenced("text", "what one prints"),
            fenced("sh", "two"),
            "A picture:",
            fenced("text", "──▶"),
        );
        const expected = { file: "docs/guide.md", line: 6, text: "what one prints" };
        assert.deepEqual([shown?.expected, other?.expected], [expected, undefined]);
    });

    it("are read out of lists and out of longer fences", () => {
        const [block, ...more] = read(
            "- So:\n\n    ```sh\n    one\n      two\n    ```",
            "````md\n```sh\nno\n```\n````",
        );
        assert.equal(block?.text, "one\n  two");
        assert.deepEqual(more, []);
    });

    const faults: [string, string, RegExp][] = [
        [
            "a comment nobody knows",
            "<!-- notrun: x -->\n" + fenced("sh", "a"),
            /guide\.md:1: "notrun:"/,
        ],
        [
            "a comment without a value",
            "<!-- not run: -->\n" + fenced("sh", "a"),
            /guide\.md:1: .*says nothing/,
        ],
        [
            "an input nobody has",
            "<!-- stdin: pin -->\n" + fenced("sh", "a"),
            /stdin: pin is none of githubToken/,
        ],
        [
            "an action nobody does",
            "<!-- lab: explode -->\n" + fenced("sh", "a"),
            /guide\.md:1: .*"explode"/,
        ],
        [
            "a comment before prose",
            "\n<!-- lab: packages -->\n\nText",
            /guide\.md:2: .*before no block/,
        ],
        [
            "a comment before another language",
            "<!-- lab: packages -->\n" + fenced("yaml", "a: b"),
            /before no sh block/,
        ],
        [
            "a comment at the end",
            "Text\n\n<!-- lab: packages -->\n",
            /guide\.md:3: .*before no block/,
        ],
        ["a block that does not end", "Text\n```sh\none", /guide\.md:2: this block does not end/],
    ];
    for (const [what, markdown, message] of faults) {
        it(`are refused for ${what}`, () => {
            assert.throws(() => read(markdown), message);
        });
    }

    it("leave other people's comments alone", () => {
        const [block] = read(
            "<!-- prettier-ignore-start -->\n\n| a |",
            "<!-- prettier-ignore-end -->",
            fenced("sh", "a"),
        );
        assert.deepEqual(block?.actions, []);
    });
});
