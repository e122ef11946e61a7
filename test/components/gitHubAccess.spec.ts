import assert from "node:assert/strict";

import { ask } from "../../components/gitHubAnswers";
import { lackingScopes, scopesIn } from "../../components/tokenScopes";
import { type GitHubState, runProgram } from "../support/program";
import type { Registry } from "../support/registry";

const THERE: GitHubState = { repository: { description: "" } };

/** What stops the program, and what it has registered by then; nothing if it goes through. */
async function refusal(
    gitHub: GitHubState,
    config: Readonly<Record<string, string>> = {},
    { stack = "dev", preview = false } = {},
): Promise<{ said: string; registries: Registry[] } | undefined> {
    const registries: Registry[] = [];
    try {
        const installed = (registry: Registry) => registries.push(registry);
        await runProgram(stack, config, { gitHub, preview, installed });
        return undefined;
    } catch (error) {
        return { said: String(error), registries };
    }
}

async function saidOf(...args: Parameters<typeof refusal>): Promise<string> {
    return (await refusal(...args))?.said ?? "";
}

describe("what a token may do", () => {
    const DEV = { mode: "create", deleteOnDestroy: false, pullRequests: false } as const;

    for (const [title, scopes, access, isPublic, expected] of [
        [
            "everything at once",
            [],
            { ...DEV, deleteOnDestroy: true },
            false,
            "repo workflow delete_repo",
        ],
        ["nothing", ["repo", "workflow"], DEV, false, ""],
        ["nothing for a public one", ["public_repo", "workflow"], DEV, true, ""],
        ["repo for a private one", ["public_repo", "workflow"], DEV, false, "repo"],
        ["no workflow where another stack owns it", ["repo"], { ...DEV, mode: "join" }, false, ""],
        [
            "workflow where another stack owns it and there are pull requests to look after",
            ["repo"],
            { ...DEV, mode: "join", pullRequests: true },
            false,
            "workflow",
        ],
        [
            "no deletion where another stack owns it",
            ["repo"],
            { ...DEV, mode: "join", deleteOnDestroy: true },
            false,
            "",
        ],
    ] as const) {
        it(`of a classic one: ${title}`, () => {
            const lacking = lackingScopes(scopes, access, isPublic).map(({ scope }) => scope);
            assert.equal(lacking.join(" "), expected);
        });
    }

    it("is told by a header, whatever its case, and by none for other tokens", () => {
        const header = '{"X-Oauth-Scopes": ["repo, workflow"]}';
        for (const isClassic of [true, false]) {
            assert.deepEqual(scopesIn(header, isClassic), ["repo", "workflow"]);
            assert.deepEqual(scopesIn('{"x-oauth-scopes": ["repo"]}', isClassic), ["repo"]);
            const other = '{"X-Accepted-Oauth-Scopes": ["repo"]}';
            assert.equal(scopesIn(other, isClassic), undefined);
        }
    });

    it("is nothing where the header of a classic one is empty, and not told of any other", async () => {
        assert.deepEqual(scopesIn('{"X-Oauth-Scopes": [""]}', true), []);
        assert.equal(scopesIn('{"X-Oauth-Scopes": [""]}', false), undefined);
        const config = { repositoryDeleteOnDestroy: "true" };
        for (const gitHub of [THERE, {}]) {
            for (const preview of [false, true]) {
                const state = { ...gitHub, token: { scopes: [] } };
                const classic = { ...config, githubToken: "ghp_x" };
                const said = await saidOf(state, classic, { preview });
                for (const scope of ["repo for", "workflow to", "delete_repo because"]) {
                    assert.ok(said.includes(`  ${scope}`), said);
                }
                assert.match(said, /It has none\. Tick them at https:\S+\/settings\/tokens/);
                const app = { ...config, githubToken: "ghu_x" };
                assert.equal(await saidOf(state, app, { preview }), "");
            }
        }
    });

    for (const preview of [false, true]) {
        const run = preview ? "a preview" : "an up";
        it(`stops ${run} before anything is registered, with all that is lacking`, async () => {
            for (const gitHub of [THERE, {}]) {
                const stopped = await refusal(
                    { ...gitHub, token: { scopes: ["public_repo", "gist"] } },
                    { repositoryDeleteOnDestroy: "true" },
                    { preview },
                );
                for (const scope of ["repo for", "workflow to", "delete_repo because"]) {
                    assert.ok(stopped?.said.includes(`  ${scope}`), stopped?.said);
                }
                assert.match(stopped?.said ?? "", /It has: public_repo, gist\. .*settings\/tokens/);
                const made = stopped?.registries.flatMap((registry) => registry.list());
                assert.deepEqual(made, ["kubernetes:core/v1:Namespace cluster-answers"]);
            }
        });
    }

    it("counts as enough where GitHub does not tell: fine-grained tokens, and Apps", async () => {
        for (const login of ["developer", null]) {
            const token = { scopes: null, login, isAdmin: false };
            assert.equal(await saidOf({ ...THERE, token }), "");
            assert.equal(await saidOf({ token }), "");
        }
    });

    it("is not enough if its user is no administrator of the repository", async () => {
        const said = await saidOf({ ...THERE, token: { isAdmin: false } });
        assert.match(said, /no admin rights on Letsgo\/letsgo-gitops/);
        assert.match(said, /github\.com\/Letsgo\/letsgo-gitops\/settings\/access/);
    });

    it("is looked at in stacks that join, too", async () => {
        const token = { scopes: ["read:org"] };
        const said = await saidOf({ ...THERE, token }, {}, { stack: "prod" });
        assert.match(said, / {2}repo for/);
        assert.doesNotMatch(said, /workflow to/);
        const reviewed = { writeBack: "pullRequest", gitAuth: "token", gitToken: "t" };
        assert.match(
            await saidOf({ ...THERE, token: { scopes: ["repo"] } }, reviewed, { stack: "prod" }),
            / {2}workflow to write the workflow of the updater's pull requests/,
        );
    });
});

describe("the owner of a repository that is to be made", () => {
    it("may be an organisation, or whose token it is", async () => {
        assert.equal(await saidOf({}), "");
        assert.equal(await saidOf({ token: { login: "LETSGO", ownerIsOrganization: false } }), "");
    });

    it("may be nobody else: the provider would make the repository elsewhere", async () => {
        for (const [stack, login, whose, fix] of [
            ["dev", "developer", "developer, whose token it is", "developer"],
            ["prod", "developer", "developer, whose token it is", "developer"],
            ["dev", null, "the user of the token", "NAME"],
        ] as const) {
            const gitHub = { repository: null, token: { login, ownerIsOrganization: false } };
            const said = await saidOf(gitHub, {}, { stack });
            const expected =
                `githubOwner is Letsgo, which is neither an organisation at github.com nor ` +
                `${whose}. Nothing can be made there. Set the right one: ` +
                `pulumi config set githubOwner ${fix}.`;
            assert.ok(said.includes(expected), said);
        }
    });

    it("has to allow deploy keys", async () => {
        assert.equal(await saidOf({ token: { allowsDeployKeys: true } }), "");
        const said = await saidOf({ token: { allowsDeployKeys: false } });
        assert.match(said, /The organisation Letsgo forbids deploy keys/);
    });

    it("is said together with lacking scopes", async () => {
        const said = await saidOf({ token: { scopes: ["repo"], ownerIsOrganization: false } });
        assert.match(said, /githubOwner is Letsgo[^]*\n.*\n {2}workflow to/);
    });
});

describe("what GitHub answers to a look", () => {
    const QUESTION = { what: "show acme/shop", host: "github.com", permission: "Metadata: read" };
    const failing = (words: string) => () =>
        Promise.reject(new Error(`GET https://api.github.com/repos/acme/shop: ${words} []`));

    it("401 is explained, with the command", async () => {
        await assert.rejects(ask(QUESTION, failing("401 Bad credentials")), {
            name: "Error",
            message:
                "GitHub at github.com does not accept the token in githubToken (401 Bad " +
                "credentials): it is mistyped, has expired or was revoked. Set another one: " +
                "pulumi config set --secret githubToken.",
        });
    });

    it("403 is explained, with the permission", async () => {
        await assert.rejects(
            ask(QUESTION, failing("403 Resource not accessible by personal access token")),
            /refuses to show acme\/shop \(403 Resource not accessible by personal access token\)\. .*"Metadata: read"/,
        );
    });

    it("anything else is told in the provider's last words", async () => {
        const error = new Error(
            "invocation of github:index/f:f returned an error: 1 error occurred:\n" +
                "\t* GET https://api.github.com/repos/acme/shop: 502 Server Error []\n\n",
        );
        await assert.rejects(
            ask(QUESTION, () => Promise.reject(error)),
            /^Error: GitHub at github\.com could not be asked to show acme\/shop: GET \S+: 502 Server Error\. /,
        );
        const other = new TypeError("a mistake of ours");
        await assert.rejects(
            ask(QUESTION, () => Promise.reject(other)),
            other,
        );
    });

    it("nothing is said to be nothing, when the time is over", async () => {
        await assert.rejects(
            ask(QUESTION, () => new Promise(() => undefined), 0.05),
            /github\.com has not answered within 0\.05 seconds, asked to show acme\/shop\./,
        );
        assert.equal(await ask(QUESTION, () => Promise.resolve(7), 10), 7);
    });
});
