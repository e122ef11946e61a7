import assert from "node:assert/strict";

import { committedTags, completeLooks } from "../../../lab/loop/updaterLooks";

const SINCE = new Date("2030-01-31T12:00:00.000Z");
const BEGIN = "Starting image update cycle, considering 1 application(s) for update";
const END = "Processing results: applications=1 images_considered=2 images_skipped=0";

function line(second: number, msg: string, more: Record<string, string> = {}): string {
    const time = `2030-01-31T12:00:${String(second).padStart(2, "0")}.123456789Z`;
    const fields = { msg, imageUpdater_name: "app-dev", logger: "reconcile", ...more };
    return `${time} ${JSON.stringify(fields)}`;
}

function looks(...lines: string[]): Record<string, number> {
    return Object.fromEntries(completeLooks(lines.join("\n"), SINCE));
}

describe("complete looks of the updater", () => {
    it("are those that began after the point in time and have ended", () => {
        assert.deepEqual(looks(line(1, BEGIN), line(2, END), line(11, BEGIN), line(12, END)), {
            "app-dev": 2,
        });
    });

    it("are none as long as they have not ended", () => {
        assert.deepEqual(looks(line(1, BEGIN), line(1, "Setting new image")), {});
    });

    it("are none if they began before", () => {
        const before = line(0, BEGIN).replace("T12:00:00.123", "T11:59:59.999");
        assert.deepEqual(looks(before, line(1, END)), {});
    });

    it("are counted by environment", () => {
        const prod = { imageUpdater_name: "app-prod" };
        assert.deepEqual(
            looks(line(1, BEGIN, prod), line(1, BEGIN), line(2, END, prod), line(2, END)),
            { "app-dev": 1, "app-prod": 1 },
        );
    });

    it("are not mixed up when a webhook begins one during another", () => {
        const hook = { logger: "webhook", webhook_repository: "acme/app", webhook_tag: "v1" };
        const before = line(0, BEGIN).replace("T12:00:00.123", "T11:59:59.999");
        // The first end is that of the look that began before.
        assert.deepEqual(looks(before, line(1, BEGIN, hook), line(2, END)), {});
        assert.deepEqual(looks(before, line(1, BEGIN, hook), line(2, END), line(3, END, hook)), {
            "app-dev": 1,
        });
    });

    it("pass over lines that are nobody's", () => {
        const nobody = '2030-01-31T12:00:01.1Z {"msg":"Starting image update cycle"}';
        assert.deepEqual(looks("", "no JSON", nobody, line(1, BEGIN), line(2, END)), {
            "app-dev": 1,
        });
    });
});

describe("tags that the updater has committed", () => {
    const hook = { logger: "webhook", webhook_repository: "acme/app", webhook_tag: "v2" };
    const CHOSEN = "Setting new image to ghcr.io/acme/app:v2";
    const COMMITTED = "Successfully updated the live application spec";
    const committed = (...lines: string[]) => committedTags(lines.join("\n"));
    const made = { instance: "app-dev", reference: "ghcr.io/acme/app:v2" };

    it("are the clock's or an event's, whoever looks meanwhile", () => {
        const begun = [line(1, BEGIN), line(1, BEGIN, hook)];
        assert.deepEqual(
            committed(...begun, line(2, CHOSEN, hook), line(3, COMMITTED, hook), line(4, END)),
            [{ ...made, event: "v2" }],
        );
        assert.deepEqual(
            committed(...begun, line(2, CHOSEN), line(3, COMMITTED), line(4, END, hook)),
            [made],
        );
    });

    it("are not those whose push was rejected", () => {
        const lost = [line(1, BEGIN, hook), line(2, CHOSEN, hook), line(3, END, hook)];
        assert.deepEqual(committed(...lost), []);
        // Nor does a later look of the same occasion have them.
        assert.deepEqual(committed(...lost, line(4, BEGIN, hook), line(5, COMMITTED, hook)), []);
    });

    it("are all of a look", () => {
        const other = "Setting new image to ghcr.io/acme/other:v3";
        assert.deepEqual(
            committed(line(1, BEGIN), line(2, CHOSEN), line(2, other), line(3, COMMITTED)),
            [made, { ...made, reference: "ghcr.io/acme/other:v3" }],
        );
    });
});
