import assert from "node:assert/strict";

import { environmentProblems } from "../../stacks/engineConfig";

describe("the caller's environment", () => {
    for (const name of ["GITHUB_OWNER", "GITHUB_ORGANIZATION"]) {
        it(`${name} that names another owner is refused, because the provider prefers it`, () => {
            const [problem, ...others] = environmentProblems("acme", { [name]: "somebody" });
            assert.deepEqual(others, []);
            assert.deepEqual(
                { key: problem?.key, value: problem?.value, fix: problem?.fix },
                { key: name, value: "somebody", fix: `unset ${name}` },
            );
        });

        it(`${name} that names the same owner, or nobody, is no matter`, () => {
            for (const value of ["ACME", "acme", ""]) {
                assert.deepEqual(environmentProblems("acme", { [name]: value }), []);
            }
            assert.deepEqual(environmentProblems("acme", {}), []);
        });
    }
});
