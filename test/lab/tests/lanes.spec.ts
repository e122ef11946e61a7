import assert from "node:assert/strict";

import { labName } from "../../../lab/labName";
import { asLane, labOf, labsAtOnce, LANES, laneOf } from "../../../lab/tests/support/lanes";

describe("lanes of the lab's stories", () => {
    it("take what is not numbered, and the first three, in the first", () => {
        const lanes = ["packedCharts", "1-refusals", "3-crash", "4-a", "8-b", "9-c", "12-last"].map(
            (name) => laneOf(`lab/tests/${name}.spec.ts`),
        );
        assert.deepEqual(lanes, ["1", "1", "1", "2", "2", "3", "3"]);
    });

    it("are told by their number, and by nothing else", () => {
        assert.deepEqual(["1", "2", "3", "4", "", undefined].map(asLane), [
            "1",
            "2",
            "3",
            undefined,
            undefined,
            undefined,
        ]);
    });

    it("have labs of their own, whatever name is given", () => {
        for (const given of [undefined, "", "a", "twelveletter", "elevenchars2", "elevenchars3"]) {
            const names = LANES.map((lane) => labName({ IMAGE_DRIFT_LAB: labOf(lane, given) }));
            assert.equal(new Set(names).size, LANES.length, names.join());
            assert.equal(names[0], labName({ IMAGE_DRIFT_LAB: given }));
        }
    });

    it("go side by side as far as memory allows, and one after the other where it is short", () => {
        const gibibytes = [1, 4, 7, 8, 12, 24, 256];
        assert.deepEqual(
            gibibytes.map((each) => labsAtOnce(each * 2 ** 30)),
            [1, 1, 1, 2, 3, 3, 3],
        );
    });
});
