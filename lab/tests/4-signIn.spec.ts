import assert from "node:assert/strict";

import { z } from "zod";

import { UNSET } from "../engine/settings";
import { type LabStack, unchanged } from "../engine/labStack";
import type { GitEntry, ListedToken, RepositoryTable, TokenRequest } from "../github/client";
import { buildAndPush, type IdentifiedBuild } from "../loop/build";
import { followBuild } from "../loop/hops";
import { cloneRepository, imageOf, type Lab, openLab, openStack, watch } from "../loop/lab";
import type { WorkingCopy } from "../loop/workingCopy";
import { waitFor } from "../wait";
import { type InstalledApp, installApp } from "./support/gitHubApp";
import { withImpostor } from "./support/impostor";
import { partsOfRun } from "./support/parts";
import { stepsOfOneStory } from "./support/steps";
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

    let lab: Lab;
    let stack: LabStack;
    let app: InstalledApp;
    let nothing: Snapshot;
    /** Fingerprint of the updater's token. */
    let fingerprint: string;
    /** The first token that the App was given. */
    let first: ListedToken;
    let copy: WorkingCopy;
    let backend: IdentifiedBuild;
    /** Everything that Git has when the stack goes. */
    let refs: RepositoryTable["refs"];

    step("starts in a lab without the stack", async () => {
        lab = await openLab(partsOfRun(), "sign-in");
        app = await installApp(lab, TOKEN_SECONDS);
        nothing = await takeSnapshot(lab);
        const token = await lab.gitHub.putToken(UPDATERS_TOKEN);
        fingerprint = token.fingerprint;
        stack = await openStack(lab, "dev", {
            gitAuth: { value: "token" },
            gitToken: { value: token.token, secret: true },
            repositoryDeleteOnDestroy: { value: "false" },
        });
    });

    step("pulumi up registers a key to read with, none to write with", async () => {
        const { outputs } = await stack.up();
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

    step("another token: one up, nobody is refused, and the one before can go", async () => {
        const former = fingerprint;
        const token = await lab.gitHub.putToken(UPDATERS_TOKEN);
        fingerprint = token.fingerprint;
        await stack.configure({ gitToken: { value: token.token, secret: true } });
        const { changes, printed } = await stack.up();
        assert.deepEqual([changes["update"], changes["replace"]], [1, undefined], printed);
        await lab.gitHub.revokeToken(former);
        const [write, ...more] = await writesOf(async () => {
            await pushNextBuild();
            await followBackend();
        });
        assert.deepEqual(more, []);
        assert.equal(write?.token, fingerprint);
    });

    step("a change of configuration and one up make it an App: one Secret differs", async () => {
        await stack.configure({ ...app.settings, gitToken: UNSET });
        const { changes, printed } = await stack.up();
        const { update = 0, replace = 0, ...others } = changes;
        assert.equal(update + replace, 1, printed);
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
        await lab.gitHub.revokeToken(fingerprint);
    });

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

    step("destroy leaves the repository, with all that Git has, and nothing else", async () => {
        ({ refs } = await repositoryTable());
        await stack.destroy();
        const after = await takeSnapshot(lab);
        assertSame(nothing, { ...after, gitHub: nothing.gitHub });
        assert.deepEqual(after.gitHub.accounts, nothing.gitHub.accounts);
        assert.deepEqual(Object.keys(after.gitHub.repositories), [lab.repository.fullName]);
        const left = await repositoryTable();
        assert.deepEqual(left.refs, refs);
        assert.deepEqual([left.keys, left.hooks, left.secrets], [[], [], []]);
        assert.deepEqual([left.variables, left.environments, left.rulesets], [{}, {}, {}]);
        assert.equal(await lab.repository.overlayTag("development", backend.image), backend.tag);
    });

    step("a new up takes it over, and changes no file", async () => {
        await copy.pull();
        const before = await copy.head();
        await stack.up();
        await copy.pull();
        // It writes each file as it is: GitHub makes a commit of that too, an empty one.
        assert.deepEqual(await copy.changedFiles(`${before}..HEAD`), [""]);
        ({ refs } = await repositoryTable());
        assert.equal(await lab.repository.overlayTag("development", backend.image), backend.tag);
    });

    step("a further up changes nothing", async () => {
        const { changes, printed } = await stack.up();
        assert.ok(unchanged(changes), printed);
        assert.deepEqual((await repositoryTable()).refs, refs);
    });

    step("with repositoryDeleteOnDestroy, set by an up, destroy leaves nothing", async () => {
        await stack.configure({ repositoryDeleteOnDestroy: { value: "true" } });
        const { outputs } = await stack.up();
        assert.deepEqual(outputs["keptOnDestroy"]?.value, []);
        await stack.destroy();
        assertSame(nothing, await takeSnapshot(lab));
    });

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

    /** The pushes that somebody made meanwhile; none may have been refused. */
    async function writesOf(work: () => Promise<void>): Promise<GitEntry[]> {
        const since = (await lab.gitHub.git()).at(-1)?.sequence ?? 0;
        await work();
        const seen = await lab.gitHub.git(since);
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
