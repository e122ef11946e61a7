import assert from "node:assert/strict";

import type { Numbered, RequestEntry } from "../../../lab/github/journal";
import { above, countCalls } from "../../../lab/tests/failures/calls";

function requests(...lines: readonly string[]): Numbered<RequestEntry>[] {
    return lines.map((line, index) => {
        const [method = "", path = "", fault] = line.split(" ");
        return {
            sequence: index + 1,
            at: "2026-01-01T00:00:00Z",
            method,
            path,
            status: 200,
            write: method !== "GET",
            milliseconds: 1,
            ...(fault !== undefined && { fault: Number(fault) }),
        };
    });
}

describe("the count of calls in the lab", () => {
    const counts = countCalls(
        requests(
            "GET /repos/letsgo/app",
            "PUT /repos/letsgo/app/contents/a",
            "PUT /repos/letsgo/app/contents/a 7",
            "GET /repos/letsgo/app/contents/a?ref=main",
            "GET /repos/letsgo/app/commits/abc",
            "POST /repos/letsgo/app/keys",
        ),
    );

    it("is by what they are about, without those that a fault has spoilt", () => {
        assert.deepEqual(counts, {
            fileWrites: 1,
            fileReads: 1,
            commitReads: 1,
            otherWrites: 1,
            otherReads: 1,
        });
    });

    it("is held to bounds, each its own", () => {
        assert.deepEqual(above(counts, counts), []);
        const bounds = { ...counts, fileWrites: 0 };
        assert.deepEqual(above(counts, bounds), ["1 fileWrites, at most 0"]);
    });
});
