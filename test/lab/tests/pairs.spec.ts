import assert from "node:assert/strict";

import { boundOf, type Pair, tooLate } from "../../../lab/tests/environments/pairTimes";

function pair(backend: number, frontend: number): Pair {
    const after = (synced: number) => ({ committed: synced - 1, synced });
    return { apart: 100, seconds: { backend: after(backend), frontend: after(frontend) } };
}

describe("pairs of pushes in the lab", () => {
    it("are late by one of their builds, whichever pair it is", () => {
        const pairs = [pair(3, 89), pair(4, 5), pair(90.1, 2), pair(1, 91)];
        assert.deepEqual(tooLate(pairs, boundOf(60)), [
            "pair 3, backend: committed after 89.1 s, synced after 90.1 s",
            "pair 4, frontend: committed after 90.0 s, synced after 91.0 s",
        ]);
        assert.deepEqual(tooLate(pairs.slice(0, 2), boundOf(60)), []);
    });
});
