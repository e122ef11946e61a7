import assert from "node:assert/strict";

import type { Difference } from "../../../../scripts/ci/drift/differences";
import { decide, type KnownIssue } from "../../../../scripts/ci/drift/decision";
import { fingerprint, fingerprintIn, issueBody, marker } from "../../../../scripts/ci/drift/issue";

const difference: Difference = {
    fate: "changed",
    type: "kubernetes:core/v1:ConfigMap",
    name: "application-config",
    properties: [{ path: "data.colour", found: '"red"', wanted: '"blue|green"' }],
};
const drift = {
    stack: "dev",
    commit: "0123456789abcdef",
    differences: [difference],
    runUrl: "https://github.example/letsgo/platform/actions/runs/7",
};

describe("scripts/ci: the issue about a stack that differs", () => {
    it("says what differs, what to do, and which run has seen it", () => {
        const body = issueBody(drift);
        assert.equal(body.split("\n")[0], marker("dev"));
        assert.match(body, /1 resource of stack `dev` is not as the program has it/);
        assert.ok(
            body.includes(
                "| `application-config` | `kubernetes:core/v1:ConfigMap` | " +
                    'differs: `data.colour` is `"red"` instead of `"blue\\|green"` |',
            ),
            body,
        );
        assert.match(body, /gh workflow run deploy\.yml --field stacks=dev/);
        assert.match(body, /actions\/runs\/7/);
    });

    it("has room for any number of differences", () => {
        const many = Array.from({ length: 500 }, (_, index) => ({
            ...difference,
            name: `${"n".repeat(50)}-${index}`,
            properties: Array.from({ length: 20 }, () => ({
                path: "p".repeat(40),
                found: "1".repeat(200),
            })),
        }));
        const body = issueBody({ ...drift, differences: many });
        assert.ok(body.length < 65_536, String(body.length));
        assert.match(body, /… and \d+ more, in the log of the run/);
    });

    it("carries a fingerprint of what differs", () => {
        const body = issueBody(drift);
        assert.equal(fingerprintIn(body), fingerprint([difference]));
        assert.equal(fingerprintIn("edited by hand"), undefined);
    });
});

describe("scripts/ci: what becomes of a stack's issue", () => {
    const now = new Date("2030-01-20T00:00:00Z");
    const body = issueBody(drift);
    const other = [{ ...difference, name: "another" }];

    function issue(number: number, settings: Partial<KnownIssue> = {}): KnownIssue {
        return { number, body, state: "open", ...settings };
    }

    function closed(closedAt: string, stateReason = "completed"): KnownIssue {
        return issue(3, { state: "closed", closedAt, stateReason });
    }

    it("nothing where nothing differs and none is open", () => {
        assert.equal(decide("dev", [], [], now).action, "none");
        assert.equal(decide("dev", [], [closed("2030-01-19T00:00:00Z")], now).action, "none");
    });

    it("a first difference opens one, other stacks' issues or not", () => {
        const others = [issue(1, { body: issueBody({ ...drift, stack: "prod" }) })];
        assert.deepEqual(decide("dev", [difference], others, now), { action: "open" });
    });

    it("the open one is updated, and tells whether something else differs", () => {
        const issues = [issue(5), issue(4)];
        const same = { action: "update", number: 4, changed: false };
        assert.deepEqual(decide("dev", [difference], issues, now), same);
        assert.deepEqual(decide("dev", other, issues, now), { ...same, changed: true });
    });

    it("it is closed when nothing differs any more", () => {
        assert.deepEqual(decide("dev", [], [issue(4)], now), { action: "close", number: 4 });
    });

    it("what comes back within a week, or is the same, reopens the last one", () => {
        const reopened = { action: "reopen", number: 3 };
        const recent = [closed("2030-01-15T00:00:00Z")];
        const old = [
            closed("2029-01-15T00:00:00Z"),
            issue(2, { ...recent[0], number: 2, closedAt: "2028-01-01T00:00:00Z" }),
        ];
        assert.deepEqual(decide("dev", other, recent, now), reopened);
        assert.deepEqual(decide("dev", [difference], old, now), reopened);
        assert.deepEqual(decide("dev", other, old, now), { action: "open" });
    });

    it("what somebody has closed as not planned stays closed, until something else differs", () => {
        const known = [closed("2030-01-19T00:00:00Z", "not_planned")];
        assert.equal(decide("dev", [difference], known, now).action, "none");
        assert.deepEqual(decide("dev", other, known, now), { action: "open" });
    });

    it("an issue without the first line is somebody's own", () => {
        const own = [issue(4, { body: `Why?\n${body}` })];
        assert.deepEqual(decide("dev", [], own, now).action, "none");
    });
});
