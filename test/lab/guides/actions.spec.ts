import assert from "node:assert/strict";

import { readAction } from "../../../lab/guides/actions";

const PLACE = { file: "docs/guide.md", line: 7 };

describe("what the lab does between two commands", () => {
    const actions: [string, object][] = [
        ["packages", { kind: "packages" }],
        ["push apps/backend/main.go", { kind: "push", file: "apps/backend/main.go" }],
        ["build backend", { kind: "build", names: ["backend"] }],
        ["build backend frontend", { kind: "build", names: ["backend", "frontend"] }],
        ["build backend v1.0.0", { kind: "build", names: ["backend"], tag: "v1.0.0" }],
        ["build backend for dev", { kind: "build", names: ["backend"], stack: "dev" }],
        [
            "build backend frontend v1.2.3-rc.1 for staging",
            { kind: "build", names: ["backend", "frontend"], tag: "v1.2.3-rc.1", stack: "staging" },
        ],
    ];
    for (const [text, action] of actions) {
        it(`knows "${text}"`, () => {
            assert.deepEqual(readAction(PLACE, text), action);
        });
    }

    for (const text of [
        "",
        "build",
        "build v1.0.0",
        "build backend for nobody",
        "push",
        "packages now",
    ]) {
        it(`refuses "${text}"`, () => {
            assert.throws(
                () => readAction(PLACE, text),
                /^GuideFault: docs\/guide\.md:7: the lab does not know/,
            );
        });
    }
});
