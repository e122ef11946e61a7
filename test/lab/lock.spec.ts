import assert from "node:assert/strict";
import { LabBusy, withLabLock } from "../../lab/lock";

describe("lab/lock", function () {
    before(function () {
        if (process.platform !== "linux") {
            this.skip();
        }
    });

    const name = `image-drift-test-${process.pid}`;

    it("refuses a second holder and names the first", async () => {
        await withLabLock(async () => {
            await assert.rejects(
                withLabLock(() => Promise.resolve(), name),
                (error) =>
                    error instanceof LabBusy && error.message.includes(`process ${process.pid}`),
            );
        }, name);
    });

    it("is free again after its work, successful or not", async () => {
        await assert.rejects(
            withLabLock(() => Promise.reject(new Error("failed")), name),
            /failed/,
        );
        assert.equal(await withLabLock(() => Promise.resolve("mine"), name), "mine");
    });
});
