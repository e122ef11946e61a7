import assert from "node:assert/strict";

import { readArguments } from "../../../cli/stackInit/arguments";
import { Misuse } from "../../../cli/wait/arguments";

describe("stack:init: the arguments", () => {
    it("are a stack, qualified or not, and what encrypts its secrets", () => {
        assert.deepEqual(readArguments(["dev"]), { stack: "dev", environment: "dev" });
        assert.deepEqual(readArguments(["acme/gitops/prod", "--secrets-provider", "passphrase"]), {
            stack: "acme/gitops/prod",
            environment: "prod",
            secretsProvider: "passphrase",
        });
    });

    for (const [title, args, message] of [
        ["no stack", [], /which stack/],
        ["an empty one", [""], /which stack/],
        ["two stacks", ["dev", "prod"], /one stack at a time, not also prod/],
        ["an unknown option", ["dev", "--secret-provider", "x"], /--secret-provider/],
        ["a provider without a name", ["dev", "--secrets-provider", ""], /which one/],
    ] as const) {
        it(`are refused: ${title}`, () => {
            assert.throws(
                () => readArguments(args),
                (error) => error instanceof Misuse && message.test(error.message),
            );
        });
    }
});
