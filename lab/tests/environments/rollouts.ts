import assert from "node:assert/strict";

import { z } from "zod";

import { failures, orderProblems, refused } from "../../loop/answers";
import type { Asked } from "../../loop/requests";
import { seeRollout } from "../../loop/seen";
import { waitFor } from "../../wait";
import { isFullRun } from "../support/parts";
import type { Step } from "../support/steps";
import { rollOutWhileAsked, type RolloutPlan } from "./askedRollouts";
import { BuildPool } from "./buildPool";
import { awaitRunning } from "./running";
import { APPS, OVERLAYS, type Scene, type StackName, stacksOf } from "./scene";

/** Rollouts in dev, one after the other. */
const ROLLOUTS = isFullRun() ? 10 : 2;

/** Rollouts in prod. */
const IN_PROD = 3;

/** How many rollouts without `preStop` may pass before each Service has refused a request. */
const CONTROL_ROLLOUTS = 5;

/**
 * Zero downtime: rollouts while clients ask lose no request; in the full run in prod too, and without
 * `preStop` they lose some. Leaves newer builds.
 */
export function rolloutsSteps(scene: Scene, step: Step): void {
    const builds = new BuildPool();

    step("builds to be rolled out are compiled", async () => {
        await builds.fill(scene);
    });

    after("what was compiled is removed", () => {
        builds.remove();
    });

    step(`${ROLLOUTS} rollouts of both images in dev lose no request`, async () => {
        await assertNothingLost(scene, { stack: "dev", count: ROLLOUTS, builds });
    });

    if (isFullRun()) {
        longRolloutsSteps(scene, step, builds);
    }
}

/** What takes minutes each. */
function longRolloutsSteps(scene: Scene, step: Step, builds: BuildPool): void {
    step("rollouts of three replicas each in prod lose no request", async () => {
        await assertNothingLost(scene, { stack: "prod", count: IN_PROD, builds });
    });

    step("without preStop the same requests fail", async () => {
        const files = APPS.map((name) => `manifests/base/${name}-deployment.yaml`);
        const commit = await scene.copy.push("Stop at once", withoutPreStop, ...files);
        try {
            await deployed(scene, ["dev"], false);
            const { asked, spans, paused } = await rollOutWhileAsked(scene, {
                stack: "dev",
                count: CONTROL_ROLLOUTS,
                builds,
                enough: (soFar) => servicesOf(refused(soFar)).length === APPS.length,
            });
            const kinds = failures(asked, spans).join("\n");
            assert.deepEqual(servicesOf(refused(asked)), [...APPS], `failures were:\n${kinds}`);
            assert.deepEqual(orderProblems(asked, spans, paused), []);
        } finally {
            await scene.copy.revert(commit);
        }
        await deployed(scene, stacksOf(scene), true);
        await awaitRunning(scene);
    });
}

async function assertNothingLost(scene: Scene, plan: RolloutPlan): Promise<void> {
    const { asked, spans, watched, pauses, paused } = await rollOutWhileAsked(scene, plan);
    const rollouts = spans.length / APPS.length;
    assert.deepEqual(
        [...failures(asked, spans), ...orderProblems(asked, spans, paused)],
        [],
        `of ${asked.length} requests in ${rollouts} rollouts`,
    );
    assert.equal(
        watched,
        plan.count,
        `of ${rollouts} rollouts, ${watched} were asked through without a pause:\n${pauses.join("\n")}`,
    );
}

function servicesOf(asked: readonly Asked[]): string[] {
    return [...new Set(asked.map(({ service }) => service))].sort();
}

/** A Deployment as it is in base, without the action that comes before SIGTERM. */
function withoutPreStop(text: string, file: string): string {
    const changed = text.replace(/^ *lifecycle:\n *preStop:\n *sleep:\n *seconds: \d+\n/m, "");
    assert.notEqual(changed, text, `${file} has no preStop`);
    return changed;
}

const deployment = z.object({
    spec: z.object({
        template: z.object({
            spec: z.object({
                containers: z.tuple([z.object({ lifecycle: z.unknown().optional() })]),
            }),
        }),
    }),
});

/** All pods of the environments have `preStop`, or none of them has. */
async function deployed(
    { watched }: Scene,
    stacks: readonly StackName[],
    preStop: boolean,
): Promise<void> {
    const pairs = stacks.flatMap((stack) => APPS.map((name) => ({ stack, name })));
    await waitFor(
        async () => {
            const looks = pairs.map(async ({ stack, name }) => {
                const { api, instance } = watched[stack];
                const path = `/apis/apps/v1/namespaces/${instance}/deployments/${name}`;
                const seen = await api.get(path, deployment);
                const has = seen?.spec.template.spec.containers[0].lifecycle !== undefined;
                const { complete, state } = await seeRollout(api, instance, name);
                return { met: has === preStop && complete, state: `${stack}: ${state}` };
            });
            const missing = (await Promise.all(looks)).filter(({ met }) => !met);
            return missing.length === 0
                ? { met: true, value: undefined }
                : { met: false, state: missing.map(({ state }) => state).join("; ") };
        },
        {
            what: `pods ${preStop ? "with" : "without"} preStop in ${stacks.map((stack) => OVERLAYS[stack]).join(", ")}`,
            deadlineSeconds: 240,
            intervalMilliseconds: 300,
        },
    );
}
