import assert from "node:assert/strict";

import { syncCause } from "../../../lab/loop/syncCause";

function line(second: number, msg: string, application = "app-dev"): string {
    const time = `2030-01-31T12:00:0${second}.250000000Z`;
    const fields = { "app-namespace": "argocd", application, level: "info", msg };
    return `${time} ${JSON.stringify(fields)}`;
}

const ASKED = "Refreshing app status (normal refresh requested), level (3)";
const EXPIRED =
    "Refreshing app status (comparison expired, requesting refresh. reconciledAt: x, expiry: 30s), level (2)";
const SYNC = "Initiated automated sync to 'abc'";

describe("the cause of a sync", () => {
    const cause = (...lines: string[]) => syncCause(lines.join("\n"), "app-dev", "abc");

    it("is the last look before it began", () => {
        assert.deepEqual(cause(line(1, EXPIRED), line(2, ASKED), line(3, SYNC), line(4, EXPIRED)), {
            at: Date.parse("2030-01-31T12:00:03.250Z"),
            because: "normal refresh requested",
        });
        assert.match(
            cause(line(1, ASKED), line(2, EXPIRED), line(3, SYNC))?.because ?? "",
            /^comp/,
        );
    });

    it("is not another application's", () => {
        const lines = [line(1, EXPIRED), line(2, ASKED, "app-dev-2"), line(3, SYNC, "app")];
        assert.equal(cause(...lines), undefined);
        assert.match(cause(...lines, line(4, SYNC))?.because ?? "", /^comparison expired/);
    });

    it("is none of a sync of another commit, or without a look", () => {
        assert.equal(cause(line(1, ASKED), line(2, SYNC.replace("abc", "def"))), undefined);
        assert.equal(cause(line(1, SYNC))?.because, "nothing");
    });
});
