import assert from "node:assert/strict";

import { findingOf, type Sources } from "../../../../scripts/ci/drift/finding";
import type { Operation } from "../../../../scripts/ci/operations";

const UP: Operation = { kind: "update", result: "succeeded", startTime: "2030-01-01T00:00:00Z" };

describe("scripts/ci: what a look at a stack has come to", () => {
    /** @param history what is told of the operations, one call after the other */
    function sources(resources: number, ...history: (readonly Operation[])[]) {
        const asked: string[] = [];
        const told = [...history];
        const all: Sources = {
            operations: () => Promise.resolve(told.shift() ?? assert.fail("asked too often")),
            resources: () => Promise.resolve(resources),
            look: () => {
                asked.push("look");
                return Promise.resolve({ events: [], printed: "the engine's words" });
            },
        };
        return { all, asked };
    }

    it("is what the engine has seen, if nobody has worked on the stack meanwhile", async () => {
        const { all } = sources(3, [UP], [UP]);
        const printed = "the engine's words";
        assert.deepEqual(await findingOf(all), { is: "seen", differences: [], printed });
    });

    it("is nothing of a stack without resources, and nobody looks", async () => {
        const destroy = { ...UP, kind: "destroy" };
        for (const history of [[destroy, UP], []]) {
            const { all, asked } = sources(0, history);
            assert.equal((await findingOf(all)).is, "empty");
            assert.deepEqual(asked, []);
        }
    });

    it("is a look all the same if a destroy has left something", async () => {
        const destroy = [{ ...UP, kind: "destroy", result: "failed" }, UP];
        const { all, asked } = sources(3, destroy, destroy);
        assert.equal((await findingOf(all)).is, "seen");
        assert.deepEqual(asked, ["look"]);
    });

    for (const kind of ["update", "destroy", "refresh", "import"]) {
        for (const result of ["succeeded", "failed", "in-progress"]) {
            it(`is not judged if there is another ${kind} afterwards, ${result}`, async () => {
                const later = { kind, result, startTime: "2030-01-02T00:00:00Z" };
                const { all } = sources(3, [UP], [later, UP]);
                assert.equal((await findingOf(all)).is, "overtaken");
            });
        }
    }

    it("is not judged if the operation that was under way has ended", async () => {
        const { all } = sources(3, [{ ...UP, result: "in-progress" }], [UP]);
        assert.equal((await findingOf(all)).is, "overtaken");
    });

    it("is not judged if the first operation of all has come meanwhile", async () => {
        const { all } = sources(3, [], [UP]);
        assert.equal((await findingOf(all)).is, "overtaken");
    });
});
