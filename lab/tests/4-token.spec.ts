import assert from "node:assert/strict";

import { type LabStack, unchanged } from "../engine/labStack";
import type { RepositoryTable, TokenRequest } from "../github/client";
import { buildAndPush, type IdentifiedBuild } from "../loop/build";
import { followBuild } from "../loop/hops";
import { cloneRepository, imageOf, type Lab, openLab, openStack, watch } from "../loop/lab";
import type { WorkingCopy } from "../loop/workingCopy";
import { partsOfRun } from "./support/parts";
import { stepsOfOneStory } from "./support/steps";
import { assertSame, type Snapshot, takeSnapshot } from "./support/snapshot";

/** The administrator's token could do this too; the updater's can do nothing else. */
const UPDATERS_TOKEN: TokenRequest = {
    login: "developer",
    permissions: { contents: "write", metadata: "read" },
};

/** The updater signs in with a token, and the repository outlives the stack, as by default. */
describe("a stack with gitAuth token, whose repository is kept", () => {
    const step = stepsOfOneStory();

    let lab: Lab;
    let stack: LabStack;
    let nothing: Snapshot;
    /** Fingerprint of the updater's token. */
    let fingerprint: string;
    let copy: WorkingCopy;
    let backend: IdentifiedBuild;
    /** Everything that Git has when the stack goes. */
    let refs: RepositoryTable["refs"];

    step("starts in a lab without the stack", async () => {
        lab = await openLab(partsOfRun(), "token");
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

    step("the updater writes over HTTPS, with that token", async () => {
        const since = (await lab.gitHub.git()).at(-1)?.sequence ?? 0;
        copy = await cloneRepository(lab, "token/working-copy");
        backend = await buildAndPush(copy, "backend", imageOf("backend"));
        await followBuild(watch(lab, "dev", "development"), backend);
        await copy.pull();
        const writes = (await lab.gitHub.git(since)).filter(
            ({ operation, accepted }) => operation === "write" && accepted,
        );
        assert.deepEqual(
            writes.map(({ transport, token }) => ({ transport, token })),
            [{ transport: "https", token: fingerprint }],
        );
        const [commit] = await lab.repository.commits();
        assert.equal(commit?.committer, "argocd-image-updater");
        assert.equal(writes[0]?.updates[0]?.after, commit.sha);
    });

    step("another token: one up, nobody is refused, and the one before can go", async () => {
        const former = fingerprint;
        const token = await lab.gitHub.putToken(UPDATERS_TOKEN);
        fingerprint = token.fingerprint;
        const since = (await lab.gitHub.git()).at(-1)?.sequence;
        await stack.configure({ gitToken: { value: token.token, secret: true } });
        const { changes, printed } = await stack.up();
        assert.deepEqual([changes["update"], changes["replace"]], [1, undefined], printed);
        await lab.gitHub.revokeToken(former);
        await copy.push("Change it", (text) => `${text}// A change.\n`, "apps/backend/main.go");
        backend = await buildAndPush(copy, "backend", imageOf("backend"));
        await followBuild(watch(lab, "dev", "development"), backend);
        await copy.pull();
        const [commit] = await lab.repository.commits();
        const transfers = await lab.gitHub.git(since);
        const refused = transfers.filter(({ accepted }) => !accepted);
        assert.deepEqual(refused, []);
        const write = transfers.find(({ updates }) => updates[0]?.after === commit?.sha);
        assert.equal(write?.token, fingerprint);
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

    async function repositoryTable(): Promise<RepositoryTable> {
        const { repositories } = await lab.gitHub.tables();
        const table = repositories[lab.repository.fullName];
        assert.ok(table, `there is no ${lab.repository.fullName}`);
        return table;
    }
});
