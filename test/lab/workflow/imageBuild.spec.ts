import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { buildWorkflow } from "../../../components/manifests";
import { run } from "../../../lab/processes/run";
import { evaluated } from "../../../lab/workflow/expressions";
import { buildTag, imageBuild } from "../../../lab/workflow/imageBuild";
import { BUILDS, GHCR_APP } from "../../manifests/sampleApps";
import { writeTree } from "../../support/golden";

describe("lab/workflow", () => {
    let directory: string;

    before(async () => {
        directory = fs.mkdtempSync(path.join(os.tmpdir(), "workflow-"));
        writeTree(directory, [buildWorkflow({ ...BUILDS, app: GHCR_APP, registry: "ghcr.io" })]);
        const author = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
        await run("git", ["init", "--quiet"], { cwd: directory });
        await run("git", [...author, "commit", "--quiet", "--allow-empty", "--message=one"], {
            cwd: directory,
        });
    });

    after(() => {
        fs.rmSync(directory, { recursive: true });
    });

    it("finds in the repository what an image is built from and called", async () => {
        const github = { server_url: "https://git.lab", repository: "a/b", sha: "0123" };
        const ref = { type: "tag", name: "v1.2.3" } as const;
        assert.deepEqual(await imageBuild(directory, "frontend", ref, github), {
            repository: "ghcr.io/letsgo/letsgo-app-frontend",
            tag: "v1.2.3",
            context: "apps/frontend",
            platforms: ["linux/amd64"],
            buildArgs: { BUILD_ID: "v1.2.3" },
            labels: {
                "org.opencontainers.image.source": "https://git.lab/a/b",
                "org.opencontainers.image.revision": "0123",
                "org.opencontainers.image.version": "v1.2.3",
            },
        });
    });

    it("gives a branch the tag of its commit, and says why another one has none", async () => {
        const main = { type: "branch", name: "main" } as const;
        assert.match(await buildTag(directory, main), /^dev-\d{14}-[0-9a-f]{7}$/);
        await assert.rejects(
            buildTag(directory, { type: "branch", name: "other" }),
            /no tag: ::error::Only Git tags and the branch main/,
        );
    });

    it("knows properties in expressions, and refuses everything else", () => {
        const contexts = { matrix: { name: "backend" } };
        assert.equal(
            evaluated("a-${{ matrix.name }}${{matrix.name}}", contexts),
            "a-backendbackend",
        );
        for (const unknown of ["matrix", "matrix.other", "matrix.name == 'a'", "github.sha"]) {
            assert.throws(() => evaluated(`\${{ ${unknown} }}`, contexts), /not known here/);
        }
    });
});
