import assert from "node:assert/strict";

import { labName } from "../../../lab/labName";
import { asLane, labOf, LANES, laneOf } from "../../../lab/tests/support/lanes";

describe("lanes of the lab's stories", () => {
    it("take what is not numbered, and the first five, in the first, the others in the second", () => {
        const lanes = ["packedCharts", "1-refusals", "5-adopt", "6-environments", "10-last"].map(
            (name) => laneOf(`lab/tests/${name}.spec.ts`),
        );
        assert.deepEqual(lanes, ["1", "1", "1", "2", "2"]);
    });

    it("are told by their number, and by nothing else", () => {
        assert.deepEqual(["1", "2", "3", "", undefined].map(asLane), [
            "1",
            "2",
            undefined,
            undefined,
            undefined,
        ]);
    });

    it("have labs of their own, whatever name is given", () => {
        for (const given of [undefined, "", "a", "twelveletter", "elevenchars2"]) {
            const names = LANES.map((lane) => labName({ IMAGE_DRIFT_LAB: labOf(lane, given) }));
            assert.equal(new Set(names).size, LANES.length, names.join());
            assert.equal(names[0], labName({ IMAGE_DRIFT_LAB: given }));
        }
    });
});
