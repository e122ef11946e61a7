import assert from "node:assert/strict";

import type { LabStack, Setting } from "../../engine/labStack";
import { webhookSettings } from "../../engine/settings";
import { inside, kubectl } from "../../inside";
import type { Lab } from "../../loop/lab";
import { assertSame, settled, type Snapshot } from "../support/snapshot";

const INSTANCE = "letsgo-app-dev";
const IN_ARGO_CD = ["--namespace", "argocd"];

/** Something that somebody has broken, and how destroy ends all the same. */
export interface Breakage {
    readonly what: string;
    /** What dev is told besides. */
    readonly config?: Readonly<Record<string, Setting>>;
    readonly break: (lab: Lab) => Promise<void>;
    /** As docs/recovery.md says. */
    readonly destroy: (stack: LabStack, lab: Lab) => Promise<unknown>;
}

/** A repository that stays, so that destroy deletes all that is in it one by one. */
const RETAINED: Readonly<Record<string, Setting>> = {
    repositoryDeleteOnDestroy: { value: "false" },
    branchRules: { value: "true" },
    githubEnvironment: { value: "true" },
    ...webhookSettings(),
};

export const CONTROLLERS_GONE: Breakage = {
    what: "Argo CD's controllers gone, and Git behind another host key",
    break: async (lab) => {
        await lab.gitHub.useOtherHostKey(true);
        const selector = "--selector=app.kubernetes.io/part-of=argocd";
        await deleteWithPods(["deployments,statefulsets", selector]);
    },
    destroy: (stack) => stack.destroy(),
};

export const BREAKAGES: readonly Breakage[] = [
    CONTROLLERS_GONE,
    {
        what: "the updater's controller gone",
        break: () => deleteWithPods(["deployment/argocd-image-updater-controller"]),
        destroy: async (stack, lab) => {
            await refusedBeforehand(lab, () => stack.destroy());
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
        destroy: async (stack, lab) => {
            const before = await settled(lab);
            // Who was quicker, the updater to see the deletion or Helm to stop it?
            if (before.cluster.includes(`ImageUpdater argocd/${INSTANCE}`)) {
                await refusedBeforehand(lab, () => stack.destroy({ refresh: true }), before);
                await takeFinalizerOff();
            }
            await stack.destroy({ refresh: true });
        },
    },
    {
        what: "the repository deleted in the browser, with which all in it was to go,",
        break: (lab) => lab.repository.delete(),
        destroy: (stack) => stack.destroy({ refresh: true }),
    },
    {
        what: "the repository deleted in the browser that was to stay",
        config: RETAINED,
        break: (lab) => lab.repository.delete(),
        destroy: (stack) => stack.destroy({ refresh: true }),
    },
    {
        what: "the repository deleted in the browser, and no look at it before,",
        config: RETAINED,
        break: (lab) => lab.repository.delete(),
        destroy: async (stack) => {
            await assert.rejects(stack.destroy(), /404 Not Found/);
            await stack.destroy({ refresh: true });
        },
    },
];

const FINALIZER =
    /finalizers might be preventing deletion \(resources-finalizer\.argocd-image-updater\./;

/** It says which finalizer, and has deleted nothing. */
async function refusedBeforehand(
    lab: Lab,
    destroy: () => Promise<unknown>,
    before?: Snapshot,
): Promise<void> {
    const there = before ?? (await settled(lab));
    await assert.rejects(destroy(), FINALIZER);
    assertSame(there, await settled(lab));
}

async function deleteWithPods(what: readonly string[]): Promise<void> {
    await kubectl([...IN_ARGO_CD, "delete", ...what, "--cascade=foreground"]);
}

async function takeFinalizerOff(): Promise<void> {
    await kubectl([
        ...[...IN_ARGO_CD, "patch", "imageupdater", INSTANCE, "--type=merge"],
        '--patch={"metadata":{"finalizers":null}}',
    ]);
}
