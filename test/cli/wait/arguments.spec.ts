import assert from "node:assert/strict";

import { Misuse, readArguments } from "../../../cli/wait/arguments";

describe("wait: the arguments", () => {
    it("are a stack and how long to wait, ten minutes by default", () => {
        assert.deepEqual(readArguments(["prod"]), { stack: "prod", timeoutSeconds: 600 });
        for (const [timeout, seconds] of [
            ["90s", 90],
            ["5m", 300],
            ["1h", 3600],
        ] as const) {
            assert.deepEqual(readArguments(["--timeout", timeout, "acme/gitops/prod"]), {
                stack: "acme/gitops/prod",
                timeoutSeconds: seconds,
            });
        }
    });

    for (const [title, args, message] of [
        ["no stack", [], /which stack/],
        ["two stacks", ["dev", "prod"], /one stack at a time, not also prod/],
        ["an unknown option", ["prod", "--time", "1m"], /--time/],
        ["no duration", ["prod", "--timeout", "soon"], /--timeout soon: expected a duration/],
        ["no time at all", ["prod", "--timeout", "0s"], /--timeout 0s/],
        ["a number without a unit", ["prod", "--timeout", "60"], /such as 90s/],
    ] as const) {
        it(`are refused: ${title}`, () => {
            assert.throws(
                () => readArguments(args),
                (error) => error instanceof Misuse && message.test(error.message),
            );
        });
    }
});
