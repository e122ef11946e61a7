import assert from "node:assert/strict";

import * as github from "@pulumi/github";

import { repositoryDescription } from "../../components/repositoryDescription";
import { blobSha, lookUpRepository } from "../../components/repositoryLookup";
import { restAnswer } from "../support/gitHubRest";
import { Registry } from "../support/registry";

const REPOSITORY = "github:index/getRepository:getRepository";
const TREE = "github:index/getTree:getTree";
const KEYS = "github:index/getRepositoryDeployKeys:getRepositoryDeployKeys";
const REST = "github:index/getRestApi:getRestApi";
const FILE = "github:index/getRepositoryFile:getRepositoryFile";

const NAMES = ["gitops", "shop-404", "409"];
const REFUSALS = [
    "401 Bad credentials",
    "403 Resource not accessible, see https://docs/404",
    "500 Server Error",
    "502 Unicorn: 404",
];

type Answer = (inputs: Record<string, unknown>) => Record<string, unknown>;

/** What the engine makes of a function's error: the text is not in `message`. */
function failing(text: string): Answer {
    return () => {
        throw Object.assign(new Error(), {
            details: `invocation of github:index/f:f returned an error: 1 error occurred:\n\t* ${text}\n\n`,
        });
    };
}

/** The words in which the provider hands GitHub's refusals on. */
function refusing(status: string, path = ""): Answer {
    return (inputs) => {
        const at = String(inputs["name"] ?? inputs["repository"]);
        return failing(`GET https://api.github.com/repos/acme/${at}${path}: ${status} []`)(inputs);
    };
}

function blob(path: string, content: string) {
    return { path, type: "blob", mode: "100644", size: content.length, sha: blobSha(content) };
}

const THERE: Answer = ({ name }) => ({
    name,
    fullName: `Acme/${String(name)}`,
    description: repositoryDescription("shop"),
    defaultBranch: "trunk",
});

/** Looks up `acme/<name>` where GitHub has a repository with no files and no keys. */
async function lookUp(answers: Readonly<Record<string, Answer>>, name = "gitops") {
    const registry = new Registry({
        calls: {
            [REPOSITORY]: THERE,
            [TREE]: () => ({ entries: [] }),
            [KEYS]: () => ({ keys: [] }),
            [REST]: ({ endpoint }) => restAnswer(String(endpoint), {}, []),
            ...answers,
        },
    });
    await registry.install();
    const provider = new github.Provider("github", { owner: "acme", token: "a-token" });
    const found = await lookUpRepository(
        {
            host: "github.com",
            owner: "acme",
            name,
            appName: "shop",
            access: {
                mode: "create",
                visibility: "private",
                deleteOnDestroy: false,
                pullRequests: false,
            },
        },
        provider,
    );
    const reads = () =>
        registry.calls
            .filter(({ token }) => token === FILE)
            .map(({ inputs }) => String(inputs["file"]));
    return { found, reads, registry };
}

describe("the look at GitHub", () => {
    it("tells what is there, in four calls", async () => {
        const keys = [{ id: 7, title: "shop-dev-read-1", key: "ssh-ed25519 AAAA", verified: true }];
        const { found, registry } = await lookUp({ [KEYS]: () => ({ keys }) });
        const { seed, mayDiffer, ...facts } = found;
        assert.deepEqual([typeof seed, typeof mayDiffer], ["function", "function"]);
        assert.deepEqual(facts, {
            exists: true,
            ours: true,
            fullName: "Acme/gitops",
            defaultBranch: "trunk",
            deployKeys: [{ id: 7, title: "shop-dev-read-1", key: "ssh-ed25519 AAAA" }],
            unknownWebhooks: [],
        });
        assert.equal(registry.calls.length, 4);
        assert.deepEqual(
            Object.fromEntries(registry.calls.map(({ token, inputs }) => [token, inputs])),
            {
                [REPOSITORY]: { name: "gitops" },
                [TREE]: { repository: "gitops", treeSha: "trunk", recursive: true },
                [KEYS]: { repository: "gitops" },
                [REST]: { endpoint: "repos/acme/gitops" },
            },
        );
    });

    it("knows a repository of ours by its description alone", async () => {
        for (const description of ["", "Somebody's", repositoryDescription("shop-two")]) {
            const { found } = await lookUp({
                [REPOSITORY]: (inputs) => ({ ...THERE(inputs), description }),
            });
            assert.equal(found.exists, true, description);
            assert.equal(found.ours, false, description);
        }
    });

    for (const [how, answer] of [
        ["empty fields", ({ name }) => ({ name })],
        ["404", refusing("404 Not Found")],
    ] satisfies [string, Answer][]) {
        it(`a repository that is not there (${how}) has nothing, and only whose the token is and who the owner is asked`, async () => {
            const { found, registry } = await lookUp({ [REPOSITORY]: answer });
            const { seed, mayDiffer, ...facts } = found;
            assert.equal(mayDiffer("a", "ours"), false);
            assert.deepEqual(facts, {
                exists: false,
                ours: false,
                fullName: "",
                defaultBranch: "main",
                deployKeys: [],
                unknownWebhooks: [],
            });
            assert.equal(await seed("a", "ours"), "ours");
            assert.deepEqual(
                registry.calls.map(({ inputs }) => inputs["endpoint"] ?? inputs["name"]),
                ["gitops", "user", "orgs/acme"],
            );
        });
    }

    it("a repository without a commit (409) has no files; its branch is yet to come", async () => {
        const { found, reads } = await lookUp({
            [REPOSITORY]: (inputs) => ({ ...THERE(inputs), defaultBranch: "" }),
            [TREE]: refusing("409 Git Repository is empty.", "/git/trees/main?recursive=1"),
        });
        assert.equal(found.exists, true);
        assert.equal(found.defaultBranch, "main");
        assert.equal(await found.seed("a", "ours"), "ours");
        assert.deepEqual(reads(), []);
    });

    it("a token that may not see the keys (404) finds none", async () => {
        const { found } = await lookUp({ [KEYS]: refusing("404 Not Found", "/keys") });
        assert.deepEqual(found.deployKeys, []);
    });

    for (const [call, path] of [
        [REPOSITORY, ""],
        [TREE, "/git/trees/trunk?recursive=1"],
        [KEYS, "/keys"],
    ] as const) {
        const asked = call.split(":").at(-1) ?? call;
        it(`a refusal of ${asked} stops the run: a number in a name or a text is no status`, async () => {
            for (const name of NAMES) {
                for (const status of REFUSALS) {
                    await assert.rejects(
                        lookUp({ [call]: refusing(status, path) }, name),
                        (error: Error) => error.message.includes(status),
                        `${name}: ${status}`,
                    );
                }
            }
        });
    }

    it("a GitHub that cannot be reached stops the run", async () => {
        const unreachable = failing(
            'Get "https://api.github.com/repos/acme/shop-404": dial tcp 127.0.0.1:404: refused',
        );
        await assert.rejects(lookUp({ [REPOSITORY]: unreachable }, "shop-404"), /dial tcp/);
    });

    it("refuses a repository of somebody else's, whom the environment named", async () => {
        const other: Answer = (inputs) => ({ ...THERE(inputs), fullName: "Other/gitops" });
        await assert.rejects(lookUp({ [REPOSITORY]: other }), /Other\/gitops.*acme\/gitops/);
    });
});

describe("the content to seed with", () => {
    it("is what Git has, and only a file that differs from ours is read, once", async () => {
        const files = { same: "ours", other: "theirs" };
        const { found, reads, registry } = await lookUp({
            [TREE]: () => ({
                entries: [
                    ...Object.entries(files).map(([path, content]) => blob(path, content)),
                    { path: "folder", type: "tree", mode: "040000", size: 0, sha: "0" },
                ],
            }),
            [FILE]: ({ file }) => ({ content: files[file as "other"], sha: "0" }),
        });
        assert.deepEqual(
            ["same", "other", "absent", "folder"].filter((path) => found.mayDiffer(path, "ours")),
            ["other"],
        );
        assert.equal(await found.seed("same", "ours"), "ours");
        assert.equal(await found.seed("absent", "ours"), "ours");
        assert.equal(await found.seed("folder", "ours"), "ours");
        assert.deepEqual(reads(), []);
        assert.deepEqual(
            await Promise.all([found.seed("other", "ours"), found.seed("other", "ours")]),
            ["theirs", "theirs"],
        );
        assert.deepEqual(reads(), ["other"]);
        assert.deepEqual(registry.calls.at(-1)?.inputs, {
            repository: "gitops",
            branch: "trunk",
            file: "other",
        });
    });

    for (const [why, tree] of [
        ["the tree is not found (404)", refusing("404 Not Found", "/git/trees/trunk")],
        [
            "the tree may have been cut short",
            () => ({ entries: Array.from({ length: 20_000 }, (_, at) => blob(`f${at}`, "")) }),
        ],
    ] satisfies [string, Answer][]) {
        it(`is asked for file by file when ${why}`, async () => {
            const { found, reads } = await lookUp({
                [TREE]: tree,
                [FILE]: (inputs) => {
                    switch (inputs["file"]) {
                        case "there":
                            return { content: "theirs", sha: "0" };
                        case "empty":
                            return { content: "", sha: "0" };
                        case "absent":
                            return refusing("404 Not Found", "/contents/absent")(inputs);
                        default:
                            // What the provider says of a file it does not find.
                            return { content: "", sha: "" };
                    }
                },
            });
            assert.equal(found.mayDiffer("absent", "ours"), true);
            assert.equal(await found.seed("there", "ours"), "theirs");
            assert.equal(await found.seed("empty", "ours"), "");
            assert.equal(await found.seed("absent", "ours"), "ours");
            assert.equal(await found.seed("unnamed", "ours"), "ours");
            assert.deepEqual(reads(), ["there", "empty", "absent", "unnamed"]);
        });
    }

    it("is not asked for below that size", async () => {
        const entries = Array.from({ length: 19_999 }, (_, at) => blob(`f${at}`, ""));
        const { found, reads } = await lookUp({ [TREE]: () => ({ entries }) });
        assert.equal(await found.seed("absent", "ours"), "ours");
        assert.deepEqual(reads(), []);
    });

    it("is never ours when GitHub refuses to tell", async () => {
        for (const name of NAMES) {
            for (const status of REFUSALS) {
                const { found } = await lookUp(
                    {
                        [TREE]: () => ({ entries: [blob("file", "theirs")] }),
                        [FILE]: refusing(status, "/contents/file?ref=trunk"),
                    },
                    name,
                );
                await assert.rejects(
                    found.seed("file", "ours"),
                    (error: Error) => error.message.includes(status),
                    `${name}: ${status}`,
                );
            }
        }
    });
});
