import assert from "node:assert/strict";

import { splitCommands } from "../../../lab/guides/commands";

function split(...lines: string[]) {
    return splitCommands({ file: "docs/guide.md", line: 10, text: lines.join("\n") });
}

describe("the commands of a block", () => {
    it("are its lines, without comments and blank ones", () => {
        assert.deepEqual(
            split("# first", "one", "", "two   # says what").map(({ line, text }) => [line, text]),
            [
                [11, "one"],
                [13, "two   # says what"],
            ],
        );
    });

    it("are as many lines as belong together", () => {
        const texts = split(
            "kubectl get \\",
            "    pods",
            "for x in 1 2; do",
            "    echo $x",
            "done",
            "cat <<END",
            "text",
            "END",
            "echo 'two",
            "lines'",
        ).map(({ text }) => text.split("\n").length);
        assert.deepEqual(texts, [2, 3, 3, 2]);
    });

    it("are refused where bash does not understand them", () => {
        assert.throws(
            () => split("one", "if true; then", "echo"),
            /guide\.md:11: bash does not understand/,
        );
        assert.throws(() => split("echo \\"), /does not understand/);
    });
});
