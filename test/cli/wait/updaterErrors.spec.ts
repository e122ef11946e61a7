import assert from "node:assert/strict";

import { isRefusal, isWriteError, updaterErrors } from "../../../cli/wait/updaterErrors";

const line = (fields: Record<string, string>) =>
    JSON.stringify({ level: "info", imageUpdater_name: "letsgo-app-dev", ...fields });
const error = (image_alias: string, msg: string, more: Record<string, string> = {}) =>
    line({ level: "error", image_alias, msg, ...more });

const BEGINS = line({
    msg: "Starting image update cycle, considering 1 application(s) for update",
});
const REFUSED = "Could not get tags from registry: unauthorized: authentication required";

describe("wait: what the updater says", () => {
    it("is each error of the last round, once, with the image", () => {
        const log = [
            BEGINS,
            error("backend", "an error of a round before"),
            BEGINS,
            error("backend", REFUSED),
            error("frontend", REFUSED),
            error("frontend", REFUSED),
            line({ msg: "Processing results: applications=1 errors=2" }),
        ].join("\n");
        assert.deepEqual(updaterErrors(log, "letsgo-app-dev"), [
            `backend: ${REFUSED}`,
            `frontend: ${REFUSED}`,
        ]);
    });

    it("is nothing of other environments, nor what is no line of its own", () => {
        const log = [
            BEGINS,
            error("backend", REFUSED, { imageUpdater_name: "letsgo-app-prod" }),
            "no JSON at all",
            JSON.stringify({ level: "error", msg: "of nobody's" }),
            line({ level: "error", msg: "Could not update application spec" }),
        ].join("\n");
        assert.deepEqual(updaterErrors(log, "letsgo-app-dev"), [
            "Could not update application spec",
        ]);
    });

    it("tells a registry that refuses from one that cannot be reached", () => {
        const said = (what: string) =>
            isRefusal(`backend: Could not get tags from registry: ${what}`);
        assert.ok(said("unauthorized: authentication required"));
        assert.ok(said("denied: requested access to the resource is denied"));
        assert.ok(said("unexpected status code 403"));
        assert.ok(!said('Get "https://ghcr.io/v2/": dial tcp: lookup ghcr.io: no such host'));
        assert.ok(!isRefusal("Could not update application spec: permission denied"));
    });

    it("tells Git from the registry", () => {
        assert.ok(isWriteError("Could not update application spec: permission denied"));
        assert.ok(!isWriteError(`backend: ${REFUSED}`));
    });
});
