import assert from "node:assert/strict";

import { median, percentile, spread } from "../../bench/statistics";

describe("statistics of the benchmarks", () => {
    it("take the middle value, or the mean of the two in the middle", () => {
        assert.equal(median([9, 1, 5]), 5);
        assert.equal(median([4, 1, 3, 2]), 2.5);
        assert.equal(median([7]), 7);
    });

    it("compare values as numbers, and leave the list as it is", () => {
        const values = [10, 9, 100];
        assert.equal(median(values), 10);
        assert.deepEqual(values, [10, 9, 100]);
    });

    it("take as 95th percentile a value that 95 of 100 do not exceed", () => {
        const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
        assert.equal(percentile(hundred, 95), 95);
        const twenty = Array.from({ length: 20 }, (_, index) => index + 1);
        assert.equal(percentile(twenty, 95), 19);
        assert.equal(percentile([3, 1, 2, 5, 4], 95), 5);
        assert.equal(percentile([3], 95), 3);
    });

    it("put together least, median, 95th percentile and largest", () => {
        assert.deepEqual(spread([2, 8, 4]), { min: 2, median: 4, p95: 8, max: 8 });
    });

    it("are NaN without values", () => {
        assert.deepEqual(Object.values(spread([])), [NaN, NaN, NaN, NaN]);
    });
});
