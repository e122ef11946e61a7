import assert from "node:assert/strict";

import { labName } from "../../../lab/labName";
import { labOf, labsAtOnce, LANES } from "../../../lab/tests/support/lanes";

describe("lanes of the lab's stories", () => {
    it("have labs of their own, whatever name is given", () => {
        for (const given of [undefined, "", "a", "twelveletter", "elevenchars2", "elevenchars3"]) {
            const names = LANES.map((lane) => labName({ IMAGE_DRIFT_LAB: labOf(lane, given) }));
            assert.equal(new Set(names).size, LANES.length, names.join());
            assert.equal(names[0], labName({ IMAGE_DRIFT_LAB: given }));
        }
    });

    it("are as many as memory allows, and one where it is short", () => {
        const gibibytes = [1, 4, 7, 8, 12, 24, 256];
        assert.deepEqual(
            gibibytes.map((each) => labsAtOnce(each * 2 ** 30)),
            [1, 1, 1, 2, 3, 3, 3],
        );
    });
});
