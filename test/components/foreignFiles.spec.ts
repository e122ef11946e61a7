import assert from "node:assert/strict";

import { isManaged } from "../../components/manifests";
import { repositoryDescription } from "../../components/repositoryDescription";
import { type GitHubState, type KnownFile, runProgram } from "../support/program";
import type { Registry } from "../support/registry";

const FILE = "github:index/repositoryFile:RepositoryFile";
const READ = "github:index/getRepositoryFile:getRepositoryFile";
const STATE = "pulumi:pulumi:readStackResourceOutputs";

const WORKFLOW = ".github/workflows/build-and-push.yml";
const SETTINGS = "manifests/overlays/development/settings/kustomization.yaml";
const PULL_REQUESTS = ".github/workflows/image-updates-development.yml";
const STAGING = "manifests/overlays/staging/settings/objects.yaml";

const SOMEBODYS = { repository: { description: "Somebody's" } };
const OURS = { repository: { description: repositoryDescription("letsgo-app") } };

type Config = Readonly<Record<string, string>>;

const ADOPT: Config = { repositoryMode: "adopt" };
const REVIEWED: Config = { ...ADOPT, gitAuth: "token", gitToken: "t", writeBack: "pullRequest" };

/** Content by path of the files that a run restores, in a repository that has none. */
async function managedFiles(stack: string, config: Config): Promise<Record<string, string>> {
    const { registry } = await runProgram(stack, config, { gitHub: SOMEBODYS });
    return Object.fromEntries(
        registry.resources
            .filter(({ type, inputs }) => {
                return type === FILE && String(inputs["commitMessage"]).startsWith("Restore ");
            })
            .map(({ inputs }) => [String(inputs["file"]), String(inputs["content"])]),
    );
}

/** What stops the program, and what it has asked and registered by then. */
async function outcome(
    gitHub: GitHubState,
    config: Config = ADOPT,
    { stack = "dev", preview = false } = {},
) {
    const registries: Registry[] = [];
    const installed = (registry: Registry) => registries.push(registry);
    let said = "";
    try {
        await runProgram(stack, config, { gitHub, preview, installed });
    } catch (error) {
        said = String(error);
    }
    const calls = registries.flatMap((registry) => registry.calls);
    return {
        said,
        made: registries.flatMap((registry) => registry.list()),
        reads: calls.filter(({ token }) => token === READ).map(({ inputs }) => inputs["file"]),
        asksState: calls.some(({ token }) => token === STATE),
    };
}

function namedIn(said: string): string[] {
    return [...said.matchAll(/^ {2}(\S+)$/gm)].map(([, path = ""]) => path);
}

describe("files of others in the place of managed ones", () => {
    it("can be told: every managed file begins with its header, and no other does", async () => {
        const config = { ...REVIEWED, codeOwners: '["@alice"]' };
        const managed = await managedFiles("dev", config);
        assert.deepEqual(Object.keys(managed).sort(), [
            ".github/CODEOWNERS",
            WORKFLOW,
            PULL_REQUESTS,
            SETTINGS,
            SETTINGS.replace("kustomization", "objects"),
        ]);
        for (const [path, content] of Object.entries(managed)) {
            assert.ok(isManaged(content), path);
        }
        const { registry } = await runProgram("dev", config, { gitHub: SOMEBODYS });
        const begun = registry.resources.filter(
            ({ type, inputs }) => type === FILE && isManaged(String(inputs["content"])),
        );
        assert.equal(begun.length, Object.keys(managed).length);
    });

    for (const preview of [false, true]) {
        const run = preview ? "a preview" : "an up";
        it(`stop ${run} before anything is registered, all named at once`, async () => {
            const files = { [WORKFLOW]: "on: push\n", [SETTINGS]: "", [PULL_REQUESTS]: "{}\n" };
            const { said, made } = await outcome({ ...SOMEBODYS, files }, REVIEWED, { preview });
            assert.deepEqual(namedIn(said), [WORKFLOW, SETTINGS, PULL_REQUESTS]);
            assert.match(
                said,
                /repository Letsgo\/letsgo-gitops has files that this program has not/,
            );
            assert.match(
                said,
                /By a pull request into main, move each to another path or delete it/,
            );
            assert.deepEqual(made, ["kubernetes:core/v1:Namespace cluster-answers"]);
        });
    }

    it("stop a stack that joins, for its own overlay, and one whose repository is its own", async () => {
        const files = { [WORKFLOW]: "on: push\n", [SETTINGS]: "{}\n", [STAGING]: "{}\n" };
        const joins = await outcome({ ...SOMEBODYS, files }, {}, { stack: "staging" });
        assert.deepEqual(namedIn(joins.said), [STAGING]);
        const owns = await outcome({ ...OURS, files }, {});
        assert.deepEqual(namedIn(owns.said).sort(), [WORKFLOW, SETTINGS].sort());
    });

    it("are of no concern where nothing is managed", async () => {
        const files = {
            [PULL_REQUESTS]: "{}\n",
            [STAGING]: "{}\n",
            ".github/workflows/own.yml": "on: push\n",
            "manifests/overlays/development/settings/own.yaml": "{}\n",
        };
        const { said, reads } = await outcome({ ...SOMEBODYS, files });
        assert.equal(said, "");
        assert.deepEqual(reads, []);
    });

    it("are not those that begin as ours, which are restored", async () => {
        const ours = await managedFiles("dev", ADOPT);
        const changed = Object.fromEntries(
            Object.entries(ours).map(([path, content]) => [path, `${content}# A change.\n`]),
        );
        for (const found of [SOMEBODYS, OURS]) {
            const config = found === OURS ? {} : ADOPT;
            const { said, reads } = await outcome({ ...found, files: changed }, config);
            assert.equal(said, "");
            assert.deepEqual([...reads].sort(), Object.keys(ours).sort());
        }
        const { registry } = await runProgram("dev", ADOPT, {
            gitHub: { ...SOMEBODYS, files: changed },
        });
        const workflow = registry.get(FILE, `repository:${WORKFLOW}`);
        assert.equal(workflow.inputs["content"], ours[WORKFLOW]);
    });

    it("are not those that the state has, whatever was made of them: GitHub is not asked", async () => {
        const files = { [WORKFLOW]: "on: push\n", [SETTINGS]: "{}\n" };
        const known = (repository: string): KnownFile[] =>
            [WORKFLOW, SETTINGS].map((file) => ({ repository, file }));
        const here = await outcome({ ...OURS, files, knownFiles: known("LETSGO-gitops") }, {});
        assert.deepEqual([here.said, here.reads], ["", []]);
        const elsewhere = await outcome({ ...OURS, files, knownFiles: known("letsgo") }, {});
        assert.equal(namedIn(elsewhere.said).length, 2);
    });

    it("are not asked for where Git has what every up restores: neither GitHub nor the state", async () => {
        const files = await managedFiles("dev", ADOPT);
        const { said, reads, asksState } = await outcome({ ...SOMEBODYS, files });
        assert.deepEqual([said, reads, asksState], ["", [], false]);
    });

    it("are refused where the state does not answer", async () => {
        const files = { [WORKFLOW]: "on: push\n" };
        const registries: Registry[] = [];
        await assert.rejects(
            runProgram("dev", ADOPT, {
                gitHub: { ...SOMEBODYS, files },
                calls: {
                    [STATE]: () => {
                        throw new Error("no state");
                    },
                },
                installed: (registry) => registries.push(registry),
            }),
            (error: Error) => namedIn(String(error)).join() === WORKFLOW,
        );
    });
});
