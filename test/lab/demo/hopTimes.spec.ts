import assert from "node:assert/strict";

import { HopTimes } from "../../../lab/demo/hopTimes";

describe("the demo's table of hops", () => {
    it("has a row for each build and a column for each hop", () => {
        const times = new HopTimes();
        const detail = "";
        times.reached("dev: backend dev-1", { hop: "committed", detail, seconds: 0.44 });
        times.reached("prod: backend v1.0.0", { hop: "committed", detail, seconds: 0.5 });
        times.reached("dev: backend dev-1", { hop: "synced", detail, seconds: 1.25 });
        times.reached("dev: backend dev-1", { hop: "rolled out", detail, seconds: 12 });
        assert.deepEqual(times.table(), [
            "build                 committed  synced  rolled out  in all",
            "dev: backend dev-1        0.4 s   1.3 s      12.0 s  13.7 s",
            "prod: backend v1.0.0      0.5 s       –           –   0.5 s",
        ]);
    });
});
