import assert from "node:assert/strict";

import { asParts, partsFault, partsLine } from "../../../lab/parts/parts";

describe("lab/parts/parts", () => {
    it("knows two kinds of parts", () => {
        assert.deepEqual(["lab", "real", "", "Real", "both"].map(asParts), [
            "lab",
            "real",
            undefined,
            undefined,
            undefined,
        ]);
        assert.equal(partsFault("both"), '--parts is "both"; allowed are lab and real');
    });

    it("says which were used, and that GitHub is a stand-in either way", () => {
        assert.match(partsLine("lab"), /^Parts \(--parts lab\): stand-ins .*kubernetes.*charts/);
        assert.match(partsLine("real"), /^Parts \(--parts real\): .*published/);
        for (const parts of ["lab", "real"] as const) {
            assert.match(partsLine(parts), /stand-ins? of the lab for GitHub/);
        }
    });
});
