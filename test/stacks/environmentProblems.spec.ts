import assert from "node:assert/strict";

import { environmentProblems } from "../../stacks/environmentProblems";

describe("the caller's environment", () => {
    for (const name of ["GITHUB_OWNER", "GITHUB_ORGANIZATION"]) {
        it(`${name} that names another owner is refused, because the provider prefers it`, () => {
            const [problem, ...others] = environmentProblems("acme", { [name]: "somebody" });
            assert.deepEqual(others, []);
            assert.deepEqual(
                { key: problem?.key, value: problem?.value, fix: problem?.fix },
                { key: name, value: "somebody", fix: [`unset ${name}`] },
            );
        });

        it(`${name} that names the same owner, or nobody, is no matter`, () => {
            for (const value of ["ACME", "acme", ""]) {
                assert.deepEqual(environmentProblems("acme", { [name]: value }), []);
            }
            assert.deepEqual(environmentProblems("acme", {}), []);
        });
    }

    const app = {
        GITHUB_APP_ID: "1",
        GITHUB_APP_INSTALLATION_ID: "2",
        GITHUB_APP_PEM_FILE: "-----BEGIN RSA PRIVATE KEY-----",
    };

    it("an App in it is refused without its key, because the provider prefers it to the token", () => {
        for (const owner of ["acme", undefined]) {
            const [problem, ...others] = environmentProblems(owner, app);
            assert.deepEqual(others, []);
            assert.deepEqual(problem?.fix, [
                "unset GITHUB_APP_ID GITHUB_APP_INSTALLATION_ID GITHUB_APP_PEM_FILE",
            ]);
            assert.ok(!JSON.stringify(problem).includes("BEGIN"));
        }
    });

    it("a part of an App in it is no matter: the provider makes nothing of it", () => {
        for (const name of Object.keys(app)) {
            assert.deepEqual(environmentProblems("acme", { ...app, [name]: "" }), []);
        }
    });
});
