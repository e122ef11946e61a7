import assert from "node:assert/strict";

import { labName } from "../../../lab/labName";
import { ownLab } from "../../../lab/tests/outside/ownLab";
import { labOf, labsAtOnce, LANES } from "../../../lab/tests/support/lanes";

describe("lanes of the lab's stories", () => {
    it("have labs of their own, whatever name is given", () => {
        for (const given of [undefined, "", "a", "twelveletter", "elevenchars2", "elevenchars3"]) {
            const names = LANES.map((lane) => labName({ IMAGE_DRIFT_LAB: labOf(lane, given) }));
            assert.equal(new Set(names).size, LANES.length, names.join());
            assert.equal(names[0], labName({ IMAGE_DRIFT_LAB: given }));
        }
    });

    it("are none that a test outside of them starts", () => {
        for (const given of [undefined, "", "a", "twelveletter", "elevenchars2", "elevencharsx"]) {
            const lanes = LANES.map((lane) => labOf(lane, given));
            for (const own of lanes.map(ownLab)) {
                assert.doesNotThrow(() => labName({ IMAGE_DRIFT_LAB: own }));
                assert.ok(!lanes.includes(own), `${own} is one of ${lanes.join()}`);
            }
        }
    });

    it("are as many as memory and processors allow, and one where they are short", () => {
        const gibibytes = [1, 4, 7, 8, 12, 24, 256];
        assert.deepEqual(
            gibibytes.map((each) => labsAtOnce(each * 2 ** 30, 8)),
            [1, 1, 1, 2, 3, 3, 3],
        );
        assert.deepEqual(
            [1, 2, 3, 64].map((processors) => labsAtOnce(24 * 2 ** 30, processors)),
            [1, 2, 3, 3],
        );
    });
});
