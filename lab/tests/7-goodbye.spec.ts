import assert from "node:assert/strict";

import { z } from "zod";

import { json } from "../engine/settings";
import { unchanged } from "../engine/labStack";
import { type Lab, openJoiningStack, openLab, openStack } from "../loop/lab";
import { seeApplication } from "../loop/seen";
import { BREAKAGES } from "./goodbye/breakages";
import { DoomedRun, type Moment } from "./support/doomedRun";
import { isFullRun, partsOfRun } from "./support/parts";
import { recovering } from "./support/recovering";
import { assertSame, settled, type Snapshot, takeSnapshot } from "./support/snapshot";
import { stepsOfOneStory } from "./support/steps";

const ROW_MILLISECONDS = 1_800_000;

const MOMENTS: Readonly<Record<string, (lab: Lab) => Moment>> = {
    "among the first files": () => ({ standing: 8 }),
    "while Helm began to install": (lab) => ({
        when: () => isThere(lab, "/api/v1/namespaces/argocd/secrets/sh.helm.release.v1.argocd.v1"),
    }),
    "while the Application was not synced": (lab) => ({ when: () => hasApplication(lab, "dev") }),
};

/** A table for `npm run test:lab:full`: each row installs and destroys, which takes minutes. */
if (isFullRun()) {
    describe("a goodbye", goodbyes);
}

/** Destroy comes to its end whatever was broken before, or says why not before it has begun. */
function goodbyes(): void {
    const step = stepsOfOneStory();

    let lab: Lab;
    let nothing: Snapshot;

    step("starts in a lab without the stack", async () => {
        lab = await openLab(partsOfRun(), "goodbye");
        nothing = await takeSnapshot(lab);
    });

    for (const { what, config, break: breakIt, destroy } of BREAKAGES) {
        step(`to a stack with ${what} leaves nothing`, async function () {
            this.timeout(ROW_MILLISECONDS);
            // A new engine each time: no row's configuration is the next one's.
            lab = await openLab(partsOfRun(), "goodbye");
            const stack = await openStack(lab, "dev", config);
            await stack.up();
            try {
                await breakIt(lab);
                await destroy(stack, lab);
            } finally {
                await lab.gitHub.useOtherHostKey(false);
            }
            assertSame(nothing, await takeSnapshot(lab));
        });
    }

    for (const [what, moment] of Object.entries(MOMENTS)) {
        step(`to a stack that was killed ${what} leaves nothing`, async function () {
            this.timeout(ROW_MILLISECONDS);
            lab = await openLab(partsOfRun(), "goodbye");
            const stack = await openStack(lab, "dev");
            const doomed = new DoomedRun(moment(lab), lab.gitHub);
            assert.ok(await doomed.isKilledIn(stack.up({ onEvent: doomed.onEvent })));
            await recovering(stack);
            await stack.destroy();
            assertSame(nothing, await takeSnapshot(lab));
        });
    }

    step("to a stack that was killed while it joined leaves what it has joined", async function () {
        this.timeout(ROW_MILLISECONDS);
        lab = await openLab(partsOfRun(), "goodbye");
        const dev = await openStack(lab, "dev", { usedBy: json(["prod"]) });
        await dev.up();
        const before = await settled(lab);

        const prod = await openJoiningStack(lab, "prod");
        const doomed = new DoomedRun({ when: () => hasApplication(lab, "prod") }, lab.gitHub);
        assert.ok(await doomed.isKilledIn(prod.up({ onEvent: doomed.onEvent })));
        await recovering(prod);
        await prod.destroy();

        assertSame(withoutCommits(before, lab), withoutCommits(await settled(lab), lab));
        const { changes, printed } = await dev.up();
        assert.ok(unchanged(changes), printed);
        assert.equal((await seeApplication(lab.api, "argocd", "letsgo-app-dev")).sync, "Synced");

        await dev.configure({ usedBy: json([]) });
        await dev.up();
        await dev.destroy();
        assertSame(nothing, await takeSnapshot(lab));
    });
}

function hasApplication(lab: Lab, stack: string): Promise<boolean> {
    const applications = "/apis/argoproj.io/v1alpha1/namespaces/argocd/applications";
    return isThere(lab, `${applications}/letsgo-app-${stack}`);
}

async function isThere(lab: Lab, path: string): Promise<boolean> {
    return (await lab.api.get(path, z.unknown())) !== undefined;
}

/** The overlay of a stack that joined stays in Git. */
function withoutCommits({ cluster, gitHub }: Snapshot, { repository }: Lab): Snapshot {
    const { fullName } = repository;
    const table = gitHub.repositories[fullName] ?? assert.fail();
    return {
        cluster,
        gitHub: {
            ...gitHub,
            repositories: { ...gitHub.repositories, [fullName]: { ...table, refs: {} } },
        },
    };
}
