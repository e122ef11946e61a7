import assert from "node:assert/strict";
import { requireLinuxRoot, UnsuitableHost } from "../../lab/host";

describe("lab/host", () => {
    it("accepts root on Linux", () => {
        assert.doesNotThrow(() => {
            requireLinuxRoot("linux", 0);
        });
    });

    it("refuses other systems and other users, and says what is needed", () => {
        assert.throws(
            () => {
                requireLinuxRoot("darwin", 0);
            },
            (error) =>
                error instanceof UnsuitableHost && /darwin.*Linux machine/.test(error.message),
        );
        assert.throws(
            () => {
                requireLinuxRoot("linux", 1000);
            },
            (error) =>
                error instanceof UnsuitableHost && /needs root.*user 1000/.test(error.message),
        );
    });
});
