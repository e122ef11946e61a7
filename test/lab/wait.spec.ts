import assert from "node:assert/strict";
import { DeadlineExceeded, waitFor, type Look } from "../../lab/wait";

describe("lab/wait", () => {
    it("returns the value once the condition is met", async () => {
        let looks = 0;
        const look = (): Look<number> =>
            ++looks < 3 ? { met: false, state: `${looks}` } : { met: true, value: looks };
        const options = { what: "three looks", deadlineSeconds: 5, intervalMilliseconds: 1 };
        assert.equal(await waitFor(look, options), 3);
    });

    it("says what was waited for and what was seen last", async () => {
        const look = (): Look<never> => ({ met: false, state: "a closed door" });
        await assert.rejects(
            waitFor(look, { what: "the door to open", deadlineSeconds: 0 }),
            (error) =>
                error instanceof DeadlineExceeded &&
                error.message === "waited 0 s for the door to open; last seen: a closed door",
        );
    });

    it("ends with its signal, and with an error of the look", async () => {
        const never = (): Look<never> => ({ met: false, state: "" });
        const signal = AbortSignal.abort(new Error("enough"));
        await assert.rejects(waitFor(never, { what: "", deadlineSeconds: 5, signal }), /enough/);
        const broken = (): Look<never> => {
            throw new Error("broken");
        };
        await assert.rejects(waitFor(broken, { what: "", deadlineSeconds: 5 }), /broken/);
    });
});
