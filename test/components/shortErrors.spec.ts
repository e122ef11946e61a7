import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { toldShortly } from "../../components/shortErrors";
import { runProgram } from "../support/program";

/** The error itself, as the engine gets it. */
async function errorOf(run: () => Promise<unknown>): Promise<Error> {
    try {
        await run();
    } catch (error) {
        assert.ok(error instanceof Error);
        return error;
    }
    throw new Error("nothing was thrown");
}

describe("an error that ends the program", () => {
    it("has no stack if that is not shown: to colour it would take Node 20 ten seconds", async () => {
        for (const error of [
            await errorOf(() => runProgram("dev", { updaterInterval: "soon" })),
            await errorOf(() => runProgram("dev", {}, { gitHub: { token: { scopes: ["gist"] } } })),
        ]) {
            assert.ok(error instanceof pulumi.RunError);
            assert.equal(error.stack, undefined);
            assert.notEqual(error.message, "");
        }
    });

    it("keeps it otherwise: it is a mistake of the program's", async () => {
        const mistake = new TypeError("a mistake");
        const error = await errorOf(() => toldShortly(() => Promise.reject(mistake)));
        assert.equal(error, mistake);
        assert.match(error.stack ?? "", /TypeError: a mistake\n/);
    });
});
