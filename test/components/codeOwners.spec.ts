import assert from "node:assert/strict";

import { repositoryDescription } from "../../components/repositoryDescription";
import { type GitHubState, runProgram } from "../support/program";
import { warningsOf } from "../support/warnings";

const FILE = "github:index/repositoryFile:RepositoryFile";
const NAME = "repository:.github/CODEOWNERS";
const OWNERS = { codeOwners: '["@alice", "@Letsgo/operators", "ops@example.com"]' };
const OURS = repositoryDescription("letsgo-app");

async function fileOf(config: Record<string, string>, gitHub: GitHubState = {}) {
    const { registry } = await runProgram("dev", config, { gitHub });
    return registry.resources.find(({ type, name }) => type === FILE && name === NAME);
}

describe("CODEOWNERS", () => {
    it("is not there unless there are owners", async () => {
        assert.equal(await fileOf({}), undefined);
    });

    it("names the owners of production's overlay and of itself", async () => {
        const file = await fileOf(OWNERS);
        assert.equal(
            file?.inputs["content"],
            "# Managed by argocd-image-drift: restored by `pulumi up`, a change made here is lost.\n\n" +
                "/manifests/overlays/production/ @alice @Letsgo/operators ops@example.com\n" +
                "/.github/CODEOWNERS @alice @Letsgo/operators ops@example.com\n",
        );
    });

    for (const path of [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"]) {
        for (const config of [OWNERS, { ...OWNERS, repositoryMode: "adopt" }]) {
            it(`is left alone where somebody has written ${path}, with a warning`, async () => {
                const files = { [path]: "* @somebody\n" };
                const warnings = await warningsOf(async () => {
                    const found = { repository: { description: OURS }, files };
                    assert.equal(await fileOf(config, found), undefined);
                });
                const [warning = ""] = warnings.filter((text) => text.includes("codeOwners"));
                assert.ok(warning.includes(`has a file ${path} that this program has not written`));
                assert.match(warning, /^\/manifests\/overlays\/production\/ @alice/m);
            });
        }
    }

    it("is restored where it is ours, whatever was changed below its first line", async () => {
        const content = String((await fileOf(OWNERS))?.inputs["content"]);
        const files = { ".github/CODEOWNERS": content.replace("@alice", "@mallory") };
        const found = { repository: { description: OURS }, files };
        assert.equal((await fileOf(OWNERS, found))?.inputs["content"], content);
    });
});
