import assert from "node:assert/strict";
import { checkOrder, inOrder } from "../../../lab/cluster/startOrder";

const step = (name: string, ...after: string[]): { name: string; after: string[] } => ({
    name,
    after,
});

describe("lab/cluster/startOrder", () => {
    it("does each step once, after those before it, and the rest beside each other", async () => {
        const events: string[] = [];
        const steps = [step("c", "a", "b"), step("a"), step("b"), step("d", "c")];
        await inOrder(steps, async ({ name }) => {
            events.push(`${name} begins`);
            await Promise.resolve();
            events.push(`${name} ends`);
        });
        assert.deepEqual(events.slice(0, 2), ["a begins", "b begins"]);
        assert.deepEqual(events.slice(4), ["c begins", "c ends", "d begins", "d ends"]);
        assert.equal(events.length, 8);
    });

    it("throws the first failure, begins nothing after it and asks the others to stop", async () => {
        const begun: string[] = [];
        let asked = false;
        const work = inOrder(
            [step("bad"), step("slow"), step("later", "slow")],
            ({ name }, signal) => {
                begun.push(name);
                if (name === "bad") {
                    return Promise.reject(new Error("bad failed"));
                }
                return new Promise((_resolve, reject) => {
                    signal.addEventListener("abort", () => {
                        asked = true;
                        reject(new Error("stopped"));
                    });
                });
            },
        );
        await assert.rejects(work, /bad failed/);
        assert.deepEqual(begun, ["bad", "slow"]);
        assert.ok(asked);
    });

    it("refuses steps that wait for each other or for nothing", () => {
        assert.throws(() => {
            checkOrder([step("a", "b"), step("b", "a"), step("c")]);
        }, /wait for each other: a, b/);
        assert.throws(() => {
            checkOrder([step("a", "x")]);
        }, /a waits for x/);
    });
});
