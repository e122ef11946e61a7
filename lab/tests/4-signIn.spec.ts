import assert from "node:assert/strict";

import { z } from "zod";

import { json, UNSET } from "../engine/settings";
import { type LabStack, unchanged } from "../engine/labStack";
import type { GitEntry, ListedToken, RepositoryTable, TokenRequest } from "../github/client";
import { buildAndPush, type IdentifiedBuild } from "../loop/build";
import { followBuild } from "../loop/hops";
import { cloneRepository, imageOf, type Lab, openLab, openStack, watch } from "../loop/lab";
import type { WorkingCopy } from "../loop/workingCopy";
import type { Search } from "../secrecy/search";
import { waitFor } from "../wait";
import { argoCdSecrets } from "./credentials/argoCdSecrets";
import { Evidence } from "./credentials/evidence";
import { Secrets } from "./credentials/secrets";
import { InstalledApp } from "./support/gitHubApp";
import { withImpostor } from "./support/impostor";
import { isFullRun, partsOfRun } from "./support/parts";
import { inFullRuns, stepsOfOneStory } from "./support/steps";
import { assertSame, type Snapshot, takeSnapshot } from "./support/snapshot";

const secret = z.object({ data: z.record(z.string(), z.string()) });

/** The administrator's token could do this too; the updater's can do nothing else. */
const UPDATERS_TOKEN: TokenRequest = {
    login: "developer",
    permissions: { contents: "write", metadata: "read" },
};

/** Lifetime of the App's tokens here: the updater renews them a minute before they end. */
const TOKEN_SECONDS = 62;

/**
 * The updater writes over HTTPS, with a token and then as a GitHub App, in one world; the repository
 * outlives the stack, as by default. Story 2 has the third way to sign in, the deploy key.
 */
describe("a stack that signs in with a token, then as a GitHub App, and keeps its repository", () => {
    const step = stepsOfOneStory();
    const longStep = inFullRuns(step);

    let lab: Lab;
    let stack: LabStack;
    let app: InstalledApp;
    let nothing: Snapshot;
    let evidence: Evidence;
    let secrets: Secrets;
    /** The last token that any App was given before. */
    let issuedBefore: number;
    /** Fingerprint of the updater's token. */
    let fingerprint: string;
    /** The first token that the App was given. */
    let first: ListedToken;
    let copy: WorkingCopy;
    let backend: IdentifiedBuild;
    /** Everything that Git has when the stack goes. */
    let refs: RepositoryTable["refs"];

    after(() => evidence.end());

    step("starts in a lab without the stack", async () => {
        lab = await openLab(partsOfRun(), "sign-in");
        evidence = await Evidence.collect(lab);
        issuedBefore = (await lab.gitHub.issuedTokens()).at(-1)?.sequence ?? 0;
        app = await InstalledApp.install(lab, { tokenSeconds: TOKEN_SECONDS });
        nothing = await takeSnapshot(lab);
        const token = await lab.gitHub.putToken(UPDATERS_TOKEN);
        fingerprint = token.fingerprint;
        const kubeconfig = lab.settings["kubeconfig"]?.value ?? "";
        secrets = new Secrets({ token: lab.token, kubeconfig, home: lab.home });
        secrets.replaceWriter("gitToken", token.token);
        stack = await openStack(lab, "dev", {
            images: json([{ name: "backend" }]),
            gitAuth: { value: "token" },
            gitToken: { value: token.token, secret: true },
            repositoryDeleteOnDestroy: { value: "false" },
            // Nobody approves anything here: who is not exempt cannot write.
            branchRules: { value: "true" },
            requiredApprovals: { value: "1" },
        });
    });

    step("pulumi up registers a key to read with, none to write with", async () => {
        evidence.hear("first up", await stack.up());
        const outputs = await stack.outputs();
        secrets.learn(await stack.state());
        secrets.add(await argoCdSecrets(lab.api));
        assert.deepEqual(outputs["keptOnDestroy"]?.value, [
            `https://git.lab/${lab.repository.fullName}`,
        ]);
        const { keys } = await repositoryTable();
        assert.equal(keys.length, 1, keys.join("\n"));
        assert.match(keys.join(), /^letsgo-app-dev-read-1 read /);
    });

    step("the updater writes over HTTPS with that token, and shows it to no impostor", async () => {
        copy = await cloneRepository(lab, "sign-in/working-copy");
        const [write, ...more] = await writesOf(async () => {
            await withImpostor(lab, async () => {
                backend = await buildAndPush(copy, "backend", imageOf("backend"));
            });
            await followBackend();
        });
        assert.deepEqual(more, []);
        assert.deepEqual([write?.transport, write?.token], ["https", fingerprint]);
        const [commit] = await lab.repository.commits();
        assert.equal(commit?.committer, "argocd-image-updater");
        assert.equal(write?.updates[0]?.after, commit.sha);
    });

    longStep("another token: one up, nobody is refused, and the one before can go", async () => {
        const former = fingerprint;
        const token = await lab.gitHub.putToken(UPDATERS_TOKEN);
        fingerprint = token.fingerprint;
        secrets.replaceWriter("gitToken", token.token);
        await stack.configure({ gitToken: { value: token.token, secret: true } });
        const [meanwhile, afterwards, ...more] = await writesOf(async () => {
            // The updater wants to write meanwhile.
            const [up] = await Promise.all([stack.up(), pushNextBuild()]);
            const { changes, printed } = evidence.hear("up with another token", up);
            assert.deepEqual([changes["update"], changes["replace"]], [1, undefined], printed);
            await committed();
            await lab.gitHub.revokeToken(former);
            await pushNextBuild();
            await followBackend();
        });
        assert.deepEqual(more, []);
        assert.ok([former, fingerprint].includes(meanwhile?.token ?? ""), meanwhile?.token);
        assert.equal(afterwards?.token, fingerprint);
    });

    longStep("the token is in one Secret, and the one before nowhere", async () => {
        await evidence.assertNoLeaks(secrets.search(), copy);
    });

    step(
        "a change of configuration and one up make it an App: one Secret and one rule differ",
        async () => {
            await stack.configure({ ...app.settings, gitToken: UNSET });
            const { changes, printed } = evidence.hear("up as an App", await stack.up());
            const { update = 0, replace = 0, ...others } = changes;
            // The Secret, and who is exempt from reviews.
            assert.equal(update + replace, 2, printed);
            assert.ok(unchanged(others), printed);
            // A password that is left over would be used instead of the App.
            assert.deepEqual(await writeSecretFields(), [
                "githubAppEnterpriseBaseUrl",
                "githubAppID",
                "githubAppInstallationID",
                "githubAppPrivateKey",
                "project",
                "type",
                "url",
            ]);
            secrets.replaceWriter("githubAppPrivateKey", app.privateKey);
            await lab.gitHub.revokeToken(fingerprint);
        },
    );

    step("the loop closes right after, with a token that GitHub gives the App", async () => {
        const [write, ...more] = await writesOf(async () => {
            await pushNextBuild();
            await followBackend();
        });
        assert.deepEqual(more, []);
        first = await tokenOf(write);
        assert.equal(first.installation, app.installation);
        assert.equal(first.login, "image-drift[bot]");
    });

    step("once that token has ended, another one takes its place: nothing is refused", async () => {
        const [write, ...more] = await writesOf(async () => {
            // The updater wants to write all the time, and signs for no impostor.
            await withImpostor(lab, async () => {
                await pushNextBuild();
                await endOf(first);
            });
            await committed();
        });
        assert.deepEqual(more, []);
        const second = await tokenOf(write);
        assert.notEqual(second.fingerprint, first.fingerprint);
        assert.equal(second.installation, app.installation);
    });

    longStep(
        "another key of the App: one up, nobody is refused, and the former can go",
        async () => {
            const since = await lastRequest();
            let deleted: number | undefined;
            await app.generateKey();
            secrets.replaceWriter("githubAppPrivateKey", app.privateKey);
            await stack.configure(app.settings);
            evidence.hear("preview of another key", await stack.preview());
            const writes = await writesOf(async () => {
                // The updater wants to write meanwhile.
                const [up] = await Promise.all([stack.up(), pushNextBuild()]);
                const { changes, printed } = evidence.hear("up with another key", up);
                assert.deepEqual([changes["update"], changes["replace"]], [1, undefined], printed);
                await committed();
                await app.deleteFormerKeys();
                deleted = await lastRequest();
                await pushNextBuild();
                await committed();
            });
            const tokens = await Promise.all(writes.map(tokenOf));
            const { installation } = app;
            assert.deepEqual(
                tokens.map((token) => token.installation),
                [installation, installation],
            );
            const asked = (await lab.gitHub.requests(since)).filter(({ path }) =>
                /^\/app/.test(path),
            );
            assert.deepEqual(
                asked.filter(({ status }) => status !== 201),
                [],
            );
            assert.ok(asked.some(({ sequence }) => sequence > (deleted ?? Infinity)));
        },
    );

    step("the App's key is in one Secret, and what it was given for it nowhere", async () => {
        evidence.hear("refresh", await stack.refresh());
        await evidence.assertNoLeaks(await searchWithIssued(), copy);
    });

    step("destroy leaves the repository, with all that Git has, and nothing else", async () => {
        ({ refs } = await repositoryTable());
        evidence.hear("destroy", await stack.destroy());
        const search = await searchWithIssued();
        assert.deepEqual(search.leaks(await evidence.engineAndLogs()), []);
        const after = await takeSnapshot(lab);
        assertSame(nothing, { ...after, gitHub: nothing.gitHub });
        assert.deepEqual(after.gitHub.accounts, nothing.gitHub.accounts);
        const { [lab.repository.fullName]: left, ...others } = after.gitHub.repositories;
        assert.deepEqual(others, nothing.gitHub.repositories);
        assert.ok(left, `there is no ${lab.repository.fullName}`);
        assert.deepEqual(left.refs, refs);
        assert.deepEqual([left.keys, left.hooks, left.secrets], [[], [], []]);
        assert.deepEqual([left.variables, left.environments, left.rulesets], [{}, {}, {}]);
        assert.equal(await lab.repository.overlayTag("development", backend.image), backend.tag);
    });

    step("a new up takes it over, and changes no file", async () => {
        if (!isFullRun()) {
            // Full runs set it later, by an up of its own.
            await stack.configure({ repositoryDeleteOnDestroy: { value: "true" } });
        }
        await copy.pull();
        const before = await copy.head();
        await stack.up();
        await copy.pull();
        // It writes each file as it is: GitHub makes a commit of that too, an empty one.
        assert.deepEqual(await copy.changedFiles(`${before}..HEAD`), [""]);
        ({ refs } = await repositoryTable());
        assert.equal(await lab.repository.overlayTag("development", backend.image), backend.tag);
    });

    longStep("a further up changes nothing", async () => {
        const { changes, printed } = await stack.up();
        assert.ok(unchanged(changes), printed);
        assert.deepEqual((await repositoryTable()).refs, refs);
    });

    longStep("repositoryDeleteOnDestroy is set by another up", async () => {
        await stack.configure({ repositoryDeleteOnDestroy: { value: "true" } });
        const { changes, printed } = await stack.up();
        assert.ok(!changes["replace"] && !changes["delete"], printed);
    });

    step("with repositoryDeleteOnDestroy, destroy leaves nothing", async () => {
        const outputs = await stack.outputs();
        assert.deepEqual(outputs["keptOnDestroy"]?.value, []);
        await stack.destroy();
        assertSame(nothing, await takeSnapshot(lab));
    });

    /** For what the App was given besides. */
    async function searchWithIssued(): Promise<Search> {
        const issued = await lab.gitHub.issuedTokens(issuedBefore);
        const own = issued.filter(({ installation }) => installation === app.installation);
        assert.ok(own.length > 1, "the App was given fewer than two tokens");
        return secrets.search(own);
    }

    async function lastRequest(): Promise<number | undefined> {
        return await lab.gitHub.newest("requests");
    }

    /** A build of the very next second, so that it is the newest one whatever Git has got meanwhile. */
    async function pushNextBuild(): Promise<void> {
        const next = backend.tag.replace(/\d{14}/, (time) => String(BigInt(time) + 1n));
        backend = await buildAndPush(copy, "backend", imageOf("backend"), next);
    }

    async function writeSecretFields(): Promise<string[]> {
        const path = "/api/v1/namespaces/argocd/secrets/letsgo-app-dev-write";
        return Object.keys((await lab.api.get(path, secret))?.data ?? {}).sort();
    }

    async function followBackend(): Promise<void> {
        await followBuild(watch(lab, "dev", "development"), backend);
    }

    /** The first hop. Those after it do not depend on who has pushed. */
    async function committed(): Promise<void> {
        await waitFor(
            async () => {
                const tag = await lab.repository.overlayTag("development", backend.image);
                return tag === backend.tag
                    ? { met: true, value: undefined }
                    : { met: false, state: `the overlay names ${tag}` };
            },
            { what: `the updater to commit ${backend.tag}`, deadlineSeconds: 120 },
        );
    }

    async function endOf({ expiresAt = "" }: ListedToken): Promise<void> {
        await waitFor(
            () => {
                const left = Date.parse(expiresAt) - Date.now();
                return left < 0
                    ? { met: true, value: undefined }
                    : { met: false, state: `${left} ms left` };
            },
            { what: "the App's token to end", deadlineSeconds: TOKEN_SECONDS },
        );
    }

    /** The pushes that somebody made meanwhile, the last one's too; none may have been refused. */
    async function writesOf(work: () => Promise<void>): Promise<GitEntry[]> {
        const since = await lab.gitHub.newest("git");
        await work();
        const [last] = await lab.repository.commits();
        const seen = await waitFor(
            async () => {
                const entries = await lab.gitHub.git(since);
                const pushed = entries.flatMap(({ updates }) => updates.map(({ after }) => after));
                // Who asks for the branch sees a commit before its push has come to its end.
                return pushed.includes(last?.sha ?? "")
                    ? { met: true, value: entries }
                    : { met: false, state: `pushed were ${pushed.join() || "none"}` };
            },
            { what: `the push of ${last?.sha ?? "a commit"} to end`, deadlineSeconds: 30 },
        );
        assert.deepEqual(
            seen.filter(({ accepted }) => !accepted),
            [],
        );
        return seen.filter(({ operation }) => operation === "write");
    }

    async function tokenOf(entry: GitEntry | undefined): Promise<ListedToken> {
        const tokens = await lab.gitHub.tokens();
        const found = tokens.find((token) => token.fingerprint === entry?.token);
        assert.ok(found, `no token of ${JSON.stringify(entry)}`);
        return found;
    }

    async function repositoryTable(): Promise<RepositoryTable> {
        const { repositories } = await lab.gitHub.tables();
        const table = repositories[lab.repository.fullName];
        assert.ok(table, `there is no ${lab.repository.fullName}`);
        return table;
    }
});
