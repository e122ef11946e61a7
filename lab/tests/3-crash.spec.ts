import assert from "node:assert/strict";

import { z } from "zod";

import { type LabStack, unchanged } from "../engine/labStack";
import { exceptionsFor } from "../engine/recovery";
import { webhookSettings } from "../engine/settings";
import { type Lab, openLab, openStack } from "../loop/lab";
import { ARGO_CD_HOST } from "../network/addresses";
import { CONTROLLERS_GONE } from "./goodbye/breakages";
import { DoomedRun, type Moment, resourceOf } from "./support/doomedRun";
import { isFullRun, partsOfRun } from "./support/parts";
import { type Events, type Recovery, recovering, writtenDown } from "./support/recovering";
import { inFullRuns, stepsOfOneStory } from "./support/steps";
import { assertSame, type Snapshot, takeSnapshot } from "./support/snapshot";

/** Resources between two kills. */
const STEP = isFullRun() ? 1 : 5;

/** The last resource of all: what is made once the Application is synced. */
const LAST =
    "/apis/argocd-image-updater.argoproj.io/v1alpha1/namespaces/argocd/imageupdaters/letsgo-app-dev";

/** One recovery, and how many resources stood when the engine was killed. */
interface LateRecovery extends Recovery {
    readonly after: number;
}

/** A first `up` that is cut off again and again, each time resumed by the documented recovery. */
describe("an engine that is killed half-way", () => {
    const step = stepsOfOneStory();
    const longStep = inFullRuns(step);

    let lab: Lab;
    let stack: LabStack;
    let nothing: Snapshot;
    let total: number;
    /** Kills so far, by the number of resources that stood. */
    const kills: number[] = [];
    const recoveries: LateRecovery[] = [];

    step("starts in a lab without the stack, and counts what is to be made", async () => {
        lab = await openLab(partsOfRun(), "crash");
        nothing = await takeSnapshot(lab);
        stack = await openStack(lab, "dev", {
            ...webhookSettings(),
            branchRules: { value: "true" },
            requiredApprovals: { value: "1" },
        });
        const resources = new Set<string>();
        await stack.preview({
            onEvent: ({ resourcePreEvent }) => {
                const urn = resourcePreEvent && resourceOf(resourcePreEvent.metadata);
                if (urn !== undefined) {
                    resources.add(urn);
                }
            },
        });
        total = resources.size;
        assert.ok(total > 2 * STEP, `${total} resources`);
    });

    step("after the first and every further few resources: recovery goes on", async function () {
        this.timeout(isFullRun() ? 7_200_000 : 1_800_000);
        for (const standing of positions(total)) {
            await killedIn({ standing }, standing);
        }
    });

    step("after the last one, before it is written down", async () => {
        const isThere = async () => (await lab.api.get(LAST, z.unknown())) !== undefined;
        assert.equal(await isThere(), false);
        await killedIn({ when: isThere }, total);
        const written = await writtenDown(stack);
        assert.ok(total - written.length <= 1, `${written.length} of ${total} are in the state`);
        assert.deepEqual(kills, [...positions(total), total]);
    });

    step("recovery finishes the job", async () => {
        const [until] = kills.slice(-1);
        const { exceptions } = await recovered(until ?? 0);
        const { changes, printed } = await stack.up({ refresh: true });
        // The next `up` after a take-over notes that the provider is as configured again.
        const notes = exceptions.includes("take over") ? 1 : 0;
        assert.ok((changes["update"] ?? 0) <= notes, printed);
        assert.ok(unchanged({ ...changes, update: 0 }), printed);
    });

    longStep("a further up changes nothing", async () => {
        const { changes, printed } = await stack.up();
        assert.ok(unchanged(changes), printed);
    });

    step("the exceptions were needed in the cluster only, for what the state lacked", () => {
        assert.deepEqual(
            recoveries.map(({ after }) => after),
            kills,
        );
        for (const { after, exceptions, refusals } of recoveries) {
            const needed = exceptions.length === 0 ? "nothing else" : exceptions.join(", ");
            console.log(`        after ${after} of ${total}: ${needed}`);
            for (const { urn, message } of refusals) {
                console.log(`            ${urn.split("::").slice(2).join(" ")}`);
                assert.match(urn, /\bkubernetes:/);
                const isRelease = /kubernetes:helm\.sh\/v3:Release::/.test(urn);
                assert.deepEqual(exceptionsFor(message), [isRelease ? "uninstall" : "take over"]);
            }
        }
        // Before there is anything in the cluster, nothing can be in the way.
        assert.deepEqual(recoveries[0]?.exceptions, []);
        return Promise.resolve();
    });

    step("each key, hook and ruleset is registered once", assertOnce);

    for (const kind of isFullRun() ? (["hooks", "rulesets"] as const) : []) {
        step(`of ${kind} made anew, one is lost: it is taken over, and no other made`, async () => {
            await lab.repository.deleteAll(kind);
            // GitHub has made it, and nobody is told.
            await lab.gitHub.addFault({
                ...{ method: "POST", path: `/${kind}$` },
                ...{ when: "after", effect: "hang" },
            });
            const since = await lab.gitHub.newest("requests");
            const isMade = async () =>
                (await lab.gitHub.requests(since)).some(({ fault }) => fault !== undefined);
            const doomed = new DoomedRun({ when: isMade }, lab.gitHub);
            const { onEvent } = doomed;
            const run = stack.up({ refresh: true, onEvent });
            assert.ok(await doomed.isKilledIn(run), `no ${kind} were made`);
            await lab.gitHub.clearFaults();
            const { changes, printed } = await stack.resume();
            assert.equal(changes["import"], 1, printed);
            await assertOnce();
            assert.ok(unchanged((await stack.up()).changes));
        });
    }

    step(`with ${CONTROLLERS_GONE.what}, destroy leaves nothing behind`, async () => {
        try {
            await CONTROLLERS_GONE.break(lab);
            await CONTROLLERS_GONE.destroy(stack, lab);
        } finally {
            await lab.gitHub.useOtherHostKey(false);
        }
        assertSame(nothing, await takeSnapshot(lab));
    });

    async function assertOnce(): Promise<void> {
        const { repositories } = await lab.gitHub.tables();
        const { keys, hooks, rulesets } = repositories[lab.repository.fullName] ?? assert.fail();
        assert.equal(keys.length, 2, keys.join("\n"));
        assert.deepEqual(
            hooks.map((hook) => hook.split(" ")[0]),
            [`https://${ARGO_CD_HOST}/api/webhook`, `https://${ARGO_CD_HOST}/webhook?type=ghcr.io`],
        );
        // Those that were taken over have got their secret.
        assert.ok(
            hooks.every((hook) => / signed active$/.test(hook)),
            hooks.join("\n"),
        );
        assert.deepEqual(Object.keys(rulesets), [
            "argocd-image-drift: history",
            "argocd-image-drift: reviews",
        ]);
    }

    /** Starts, or recovers from the kill before, and is killed at the moment. */
    async function killedIn(moment: Moment, position: number): Promise<void> {
        const [before] = kills.slice(-1);
        const run = async (operation: (options: Events) => Promise<unknown>) => {
            const doomed = new DoomedRun(moment, lab.gitHub);
            const isKilled = await doomed.isKilledIn(operation({ onEvent: doomed.onEvent }));
            assert.ok(isKilled, `the run ended before resource ${position} of ${total}`);
        };
        await (before === undefined
            ? run((options) => stack.up(options))
            : recovered(before, (options, called) =>
                  run((events) =>
                      stack.resume(
                          {
                              onEvent: (event) => {
                                  options.onEvent?.(event);
                                  events.onEvent?.(event);
                              },
                          },
                          called,
                      ),
                  ),
              ));
        kills.push(position);
    }

    async function recovered(
        after: number,
        attempt?: Parameters<typeof recovering>[1],
    ): Promise<Recovery> {
        const recovery = await recovering(stack, attempt);
        recoveries.push({ after, ...recovery });
        return recovery;
    }
});

/** The first, then every fifth, short of the last two: those are too close for late events. */
function positions(total: number): number[] {
    const all = Array.from({ length: total - 2 }, (_, index) => index + 1);
    return all.filter((position) => position === 1 || position % STEP === 0);
}
