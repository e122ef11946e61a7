import assert from "node:assert/strict";

import { ADMIN } from "../cluster/credentials";
import { newestWrite, writesSince } from "../cluster/audit";
import { OWNER } from "../engine/settings";
import * as gitHubSays from "../github/gitHubSays";
import { kubectl } from "../inside";
import type { Lab } from "../loop/lab";
import { openLab, openStack } from "../loop/lab";
import { partsOfRun } from "./support/parts";
import { assertSame, takeSnapshot } from "./support/snapshot";

/** Runs that must stop before they have changed anything, on either side. */
describe("a run that cannot end well", () => {
    let lab: Lab;

    before(async () => {
        lab = await openLab(partsOfRun(), "refusals");
    });

    /**
     * Provider, helm and engine sign in with the stack's kubeconfig, and controllers with none of it.
     */
    const writesOfTheRun = (mark: number): string[] =>
        writesSince(lab.paths, mark)
            .filter(({ user }) => user.username === ADMIN)
            .map(({ verb, requestURI, userAgent }) => `${verb} ${requestURI} (${userAgent})`);

    it("would be seen to write to the cluster, were the object gone again", async () => {
        const mark = newestWrite(lab.paths);
        assert.deepEqual(writesOfTheRun(mark), []);
        await kubectl(["create", "namespace", "refusals"]);
        await kubectl(["delete", "namespace", "refusals"]);
        const [created, deleted, ...more] = writesOfTheRun(mark);
        assert.match(created ?? "", /^create \/api\/v1\/namespaces\?.* \(kubectl\//);
        assert.match(deleted ?? "", /^delete \/api\/v1\/namespaces\/refusals /);
        assert.deepEqual(more, []);
    });

    interface Case {
        readonly config?: (lab: Lab) => Record<string, string> | Promise<Record<string, string>>;
        /** What GitHub is like meanwhile; the promise it gives brings back what was. */
        readonly gitHub?: (lab: Lab) => Promise<() => Promise<void>>;
        readonly says: RegExp;
    }

    const cases: Record<string, Case> = {
        "with a wrong token": {
            config: () => ({ githubToken: "ghp_wrong" }),
            says: /does not accept the token in githubToken \(401 Bad credentials\)/,
        },
        "with a classic token that lacks scopes": {
            config: async ({ gitHub }) => {
                const scopes = ["repo", "read:org"] as const;
                const { token } = await gitHub.putToken({ login: "developer", scopes });
                return { githubToken: token };
            },
            says: /lacks what this stack needs for letsgo\/letsgo-gitops:\s+workflow to .*\s+delete_repo because .*\s+It has: read:org, repo\./,
        },
        "with an owner who is nobody": {
            config: () => ({ githubOwner: "lestgo" }),
            says: /githubOwner is lestgo, which is neither an organisation at git\.lab nor developer/,
        },
        "in an organisation that forbids deploy keys": {
            gitHub: async ({ gitHub }) => {
                const policy = (forbidsDeployKeys: boolean) =>
                    gitHub.putAccount({ login: OWNER, type: "Organization", forbidsDeployKeys });
                await policy(true);
                return () => policy(false);
            },
            says: /The organisation letsgo forbids deploy keys/,
        },
        "while GitHub has a bad day": {
            gitHub: async ({ gitHub }) => {
                const path = "^/repos/[^/]+/[^/]+$";
                await gitHub.addFault({ path, ...gitHubSays.serverError, count: 100 });
                return () => gitHub.clearFaults();
            },
            says: /could not be asked to show letsgo\/letsgo-gitops: GET \S+: 502 Server Error/,
        },
        "with a cluster that cannot be reached": {
            config: ({ settings }) => ({
                // Nothing listens there; the address is the lab's own.
                kubeconfig: (settings["kubeconfig"]?.value ?? "").replace(":6443", ":6444"),
            }),
            says: /unreachable|connection refused|ECONNREFUSED/,
        },
        "with bad configuration": {
            config: () => ({ updaterInterval: "soon", repositoryMode: "steal" }),
            says: /updaterInterval[\s\S]*repositoryMode|repositoryMode[\s\S]*updaterInterval/,
        },
    };

    for (const [name, { config, gitHub, says }] of Object.entries(cases)) {
        it(`${name} says so, and writes nothing`, async () => {
            const before = await takeSnapshot(lab);
            const since = await lab.gitHub.newest("requests");
            const mark = newestWrite(lab.paths);
            const wrong = Object.fromEntries(
                Object.entries((await config?.(lab)) ?? {}).map(([key, value]) => [
                    key,
                    { value, secret: lab.settings[key]?.secret ?? false },
                ]),
            );
            const stack = await openStack(lab, "dev", wrong);
            const bringBack = await gitHub?.(lab);
            try {
                await assert.rejects(stack.up(), (error: Error) => {
                    assert.match(error.message, says);
                    assert.doesNotMatch(error.message, /ghp_wrong/);
                    return true;
                });
            } finally {
                await bringBack?.();
            }
            const writes = (await lab.gitHub.requests(since)).filter(({ write }) => write);
            assert.deepEqual(writes, []);
            assert.deepEqual(writesOfTheRun(mark), []);
            assertSame(before, await takeSnapshot(lab));
        });
    }
});
