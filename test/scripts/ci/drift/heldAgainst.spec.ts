import assert from "node:assert/strict";

import { heldAgainst, isInRepository } from "../../../../scripts/ci/drift/heldAgainst";
import { gitHubClient } from "../../../../scripts/ci/gitHubClient";
import { Harness } from "../../../lab/github/harness";

const OWN = "a".repeat(40);
const OTHER = "b".repeat(40);

describe("scripts/ci: the commit that a stack is held against", () => {
    const known = () => Promise.resolve(true);
    const unknown = () => Promise.resolve(false);

    it("is checked out beside, if another one was deployed", async () => {
        const held = { commit: OTHER, directory: "deployed" };
        assert.deepEqual(await heldAgainst("dev", OTHER, OWN, known), held);
    });

    it("is the run's own if that was deployed, and GitHub is not asked", async () => {
        const held = { commit: OWN, directory: "." };
        const never = () => assert.fail("asked");
        assert.deepEqual(await heldAgainst("dev", OWN, OWN, never), held);
    });

    it("is the run's own if the repository does not have the one that was deployed", async () => {
        const { because, ...held } = await heldAgainst("dev", OTHER, OWN, unknown);
        assert.deepEqual(held, { commit: OWN, directory: "." });
        assert.match(because ?? "", /dev was deployed from b{40}, which this repository does not/);
    });

    it("is the run's own if nobody knows which was deployed", async () => {
        const { because, ...held } = await heldAgainst("dev", undefined, OWN, known);
        assert.deepEqual(held, { commit: OWN, directory: "." });
        assert.match(because ?? "", /does not know which commit dev was deployed from/);
    });

    describe("asked for on GitHub", () => {
        let harness: Harness;
        const repository = { owner: "letsgo", repo: "platform" };

        before(async () => {
            harness = await Harness.start();
            await harness.repository("platform");
            // What drift.yml's job may do.
            const permissions = { metadata: "read", contents: "read", issues: "write" } as const;
            await harness.admin.putToken({ login: "alice", permissions, token: "job" });
        });
        after(() => harness.stop());

        const client = (token: string) =>
            gitHubClient({ GITHUB_API_URL: `${harness.web}/api/v3`, GITHUB_TOKEN: token });

        it("is there, or is not", async () => {
            const { body } = await harness.api("GET /repos/letsgo/platform/commits");
            const [commit] = body as unknown as { sha: string }[];
            assert.equal(await isInRepository(client("job"), repository, commit?.sha ?? ""), true);
            assert.equal(await isInRepository(client("job"), repository, OTHER), false);
        });

        it("is an error where the token is refused, and no answer", async () => {
            await assert.rejects(isInRepository(client("none"), repository, OTHER), /credentials/);
        });
    });
});
