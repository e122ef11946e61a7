import assert from "node:assert/strict";

import { isPrinted } from "../../../lab/guides/expected";

describe("what a guide shows as output", () => {
    const printed = "\n> npm\n\nletsgo-app-dev is Healthy (3 s)\n  backend   v1.0.0  \nready\n";

    const right: [string, string][] = [
        ["is a line of it", "letsgo-app-dev is Healthy (3 s)"],
        ["has … for a part of a line", "letsgo-app-… is Healthy (… s)"],
        ["is several lines, one after the other", "  backend   v1.0.0\nready\n"],
        ["has … for lines in between", "> npm\n…\nready"],
        ["has … for no lines at all", "  backend   v1.0.0\n…\nready"],
    ];
    for (const [what, expected] of right) {
        it(what, () => {
            assert.ok(isPrinted(expected, printed));
        });
    }

    const wrong: [string, string][] = [
        ["is part of a line", "Healthy"],
        ["has other lines in between", "letsgo-app-dev is Healthy (3 s)\nready"],
        [
            "differs in a character that means something in patterns",
            "letsgo-app-dev is Healthy .3 s.",
        ],
        ["has … where a line break would be needed", "letsgo-app-dev…v1.0.0"],
        ["comes in another order", "ready\n…\n> npm"],
    ];
    for (const [what, expected] of wrong) {
        it(`is not accepted if it ${what}`, () => {
            assert.ok(!isPrinted(expected, printed));
        });
    }
});
