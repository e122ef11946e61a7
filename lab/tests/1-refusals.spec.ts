import assert from "node:assert/strict";

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

    const cases: Record<string, { config: (lab: Lab) => Record<string, string>; says: RegExp }> = {
        "with a wrong token": {
            config: () => ({ githubToken: "ghp_wrong" }),
            says: /401|Bad credentials/,
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

    for (const [name, { config, says }] of Object.entries(cases)) {
        it(`${name} says so, and writes nothing`, async () => {
            const before = await takeSnapshot(lab);
            const since = (await lab.gitHub.requests()).at(-1)?.sequence ?? 0;
            const wrong = Object.fromEntries(
                Object.entries(config(lab)).map(([key, value]) => [
                    key,
                    { value, secret: lab.settings[key]?.secret ?? false },
                ]),
            );
            const stack = await openStack(lab, "dev", wrong);
            await assert.rejects(stack.up(), (error: Error) => {
                assert.match(error.message, says);
                assert.doesNotMatch(error.message, /ghp_wrong/);
                return true;
            });
            const writes = (await lab.gitHub.requests(since)).filter(({ write }) => write);
            assert.deepEqual(writes, []);
            assertSame(before, await takeSnapshot(lab));
        });
    }
});
