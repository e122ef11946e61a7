import assert from "node:assert/strict";

import { z } from "zod";

import type { LabStack } from "../engine/labStack";
import { inside, kubectl } from "../inside";
import { type Lab, openLab, openStack } from "../loop/lab";
import { DoomedRun, type Moment } from "./support/doomedRun";
import { isFullRun, partsOfRun } from "./support/parts";
import { assertSame, endedJobsGone, type Snapshot, takeSnapshot } from "./support/snapshot";
import { stepsOfOneStory } from "./support/steps";

const INSTANCE = "letsgo-app-dev";
const IN_ARGO_CD = ["--namespace", "argocd"];

/** Something that somebody has broken, and how destroy ends all the same. */
interface Breakage {
    readonly what: string;
    readonly break: (lab: Lab) => Promise<void>;
    /** As docs/recovery.md says. */
    readonly destroy: (stack: LabStack, lab: Lab) => Promise<unknown>;
}

const BREAKAGES: readonly Breakage[] = [
    {
        what: "Argo CD's controllers gone, and Git behind another host key",
        break: async (lab) => {
            await lab.gitHub.useOtherHostKey(true);
            const selector = "--selector=app.kubernetes.io/part-of=argocd";
            await deleteWithPods(["deployments,statefulsets", selector]);
        },
        destroy: (stack) => stack.destroy(),
    },
    {
        what: "the updater's controller gone",
        break: async () => {
            await deleteWithPods(["deployment/argocd-image-updater-controller"]);
        },
        destroy: async (stack, lab) => {
            await endedJobsGone();
            const before = await takeSnapshot(lab);
            await assert.rejects(stack.destroy(), FINALIZER);
            assertSame(before, await takeSnapshot(lab));
            await takeFinalizerOff();
            await stack.destroy({ refresh: true });
        },
    },
    {
        what: "both releases uninstalled by Helm's own command",
        break: async () => {
            for (const release of ["argocd-image-updater", "argocd"]) {
                await inside("helm", ["uninstall", release, ...IN_ARGO_CD]);
            }
        },
        destroy: async (stack) => {
            try {
                await stack.destroy({ refresh: true });
            } catch (error) {
                // Who was quicker, the updater to see the deletion or Helm to stop it?
                assert.match(String(error), FINALIZER);
                await takeFinalizerOff();
                await stack.destroy({ refresh: true });
            }
        },
    },
    {
        what: "the repository deleted in the browser",
        break: (lab) => lab.repository.delete(),
        destroy: async (stack) => {
            await assert.rejects(stack.destroy(), /404 Not Found/);
            await stack.destroy({ refresh: true });
        },
    },
];

const FINALIZER =
    /finalizers might be preventing deletion \(resources-finalizer\.argocd-image-updater\./;

async function deleteWithPods(what: readonly string[]): Promise<void> {
    await kubectl([...IN_ARGO_CD, "delete", ...what, "--cascade=foreground"]);
}

async function takeFinalizerOff(): Promise<void> {
    await kubectl([
        ...[...IN_ARGO_CD, "patch", "imageupdater", INSTANCE, "--type=merge"],
        '--patch={"metadata":{"finalizers":null}}',
    ]);
}

/** A table for `npm run test:lab:full`: each row installs and destroys, which takes minutes. */
if (isFullRun()) {
    describe("a goodbye", goodbyes);
}

/** Destroy comes to its end whatever was broken before, or says why not before it has begun. */
function goodbyes(): void {
    const step = stepsOfOneStory();

    let lab: Lab;
    let stack: LabStack;
    let nothing: Snapshot;

    step("starts in a lab without the stack", async () => {
        lab = await openLab(partsOfRun(), "goodbye");
        nothing = await takeSnapshot(lab);
        stack = await openStack(lab, "dev");
    });

    for (const { what, break: breakIt, destroy } of BREAKAGES) {
        step(`to a stack with ${what} leaves nothing`, async function () {
            this.timeout(900_000);
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

    for (const [what, moment] of Object.entries(moments(() => lab))) {
        step(`to a stack that was killed ${what} leaves nothing`, async function () {
            this.timeout(900_000);
            const doomed = new DoomedRun(moment, lab.gitHub);
            assert.ok(await doomed.isKilledIn(stack.up({ onEvent: doomed.onEvent })));
            await stack.cancel();
            await stack.destroy({ refresh: true });
            assertSame(nothing, await takeSnapshot(lab));
        });
    }
}

function moments(lab: () => Lab): Readonly<Record<string, Moment>> {
    const isThere = (path: string) => async () =>
        (await lab().api.get(path, z.unknown())) !== undefined;
    return {
        "among the first files": { standing: 8 },
        "while Helm began to install": {
            when: isThere("/api/v1/namespaces/argocd/secrets/sh.helm.release.v1.argocd.v1"),
        },
        "while the Application was not synced": {
            when: isThere(`/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/${INSTANCE}`),
        },
    };
}
