import assert from "node:assert/strict";

import { type UsersArgs, markUsers } from "../../components/usedBy";
import { runProgram } from "../support/program";
import { Registry } from "../support/registry";
import { Requests } from "../support/requests";

const USED_BY = "argocd-image-drift:index:UsedBy";

async function marksOf(args: Partial<UsersArgs>): Promise<[string, boolean][]> {
    const registry = new Registry();
    await registry.install();
    const requests = new Requests();
    const known = ["dev", "staging", "prod"];
    markUsers({ install: true, stack: "dev", known, usedBy: [], ...args }, []);
    await registry.settle();
    return requests.all
        .filter(({ type }) => type === USED_BY)
        .map(({ name, protect }) => [name, protect]);
}

describe("the marks of users", () => {
    it("are there for each stack but this one, protected if it is a user", async () => {
        assert.deepEqual(await marksOf({ usedBy: ["prod"] }), [
            ["used-by-staging", false],
            ["used-by-prod", true],
        ]);
        assert.deepEqual(await marksOf({ stack: "prod", usedBy: ["dev", "staging"] }), [
            ["used-by-dev", true],
            ["used-by-staging", true],
        ]);
    });

    it("stay when the list is emptied: to take one away would be refused", async () => {
        const before = await marksOf({ usedBy: ["staging", "prod"] });
        const after = await marksOf({ usedBy: [] });
        assert.deepEqual(
            after.map(([name]) => name),
            before.map(([name]) => name),
        );
        assert.ok(after.every(([, protect]) => !protect));
    });

    it("are not in a stack that joins, which nobody uses", async () => {
        assert.deepEqual(await marksOf({ install: false }), []);
        const { requests } = await runProgram("prod");
        assert.ok(requests.all.every(({ type }) => type !== USED_BY));
    });
});
