import assert from "node:assert/strict";

import { z } from "zod";

import { type LabStack, type OperationOptions, unchanged } from "../engine/labStack";
import { type Exception, exceptionsFor } from "../engine/recovery";
import { type Lab, openLab, openStack } from "../loop/lab";
import { DoomedRun, type Moment, resourceOf } from "./support/doomedRun";
import { isFullRun, partsOfRun } from "./support/parts";
import { inFullRuns, stepsOfOneStory } from "./support/steps";
import { assertSame, type Snapshot, takeSnapshot } from "./support/snapshot";

/** Resources between two kills. */
const STEP = isFullRun() ? 1 : 5;

/** The last resource of all: what is made once the Application is synced. */
const LAST =
    "/apis/argocd-image-updater.argoproj.io/v1alpha1/namespaces/argocd/imageupdaters/letsgo-app-dev";

/** An error of the engine that is about one resource. */
interface Refusal {
    readonly urn: string;
    readonly message: string;
}

/** One recovery from a kill, as docs/recovery.md has it. */
interface Recovery {
    /** Resources that stood when the engine was killed. */
    readonly after: number;
    readonly exceptions: readonly Exception[];
    /** What called for the exceptions. */
    readonly refusals: readonly Refusal[];
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
    const recoveries: Recovery[] = [];

    step("starts in a lab without the stack, and counts what is to be made", async () => {
        lab = await openLab(partsOfRun(), "crash");
        nothing = await takeSnapshot(lab);
        stack = await openStack(lab, "dev");
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

    step("after the last one, before it is written down", async function () {
        this.timeout(1_200_000);
        const isThere = async () => (await lab.api.get(LAST, z.unknown())) !== undefined;
        assert.equal(await isThere(), false);
        await killedIn({ when: isThere }, total);
        const written = await writtenDown();
        assert.ok(total - written.length <= 1, `${written.length} of ${total} are in the state`);
        assert.deepEqual(kills, [...positions(total), total]);
    });

    step("recovery finishes the job", async () => {
        const [until] = kills.slice(-1);
        const { exceptions } = await recovering(until ?? 0, (options, called) =>
            stack.resume(options, called),
        );
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

    step("each key is registered once, and no hook twice", async () => {
        const { repositories } = await lab.gitHub.tables();
        const [repository] = Object.values(repositories);
        assert.ok(repository);
        assert.equal(repository.keys.length, 2, repository.keys.join("\n"));
        assert.equal(new Set(repository.hooks).size, repository.hooks.length);
    });

    step("destroy leaves nothing behind", async () => {
        await stack.destroy();
        assertSame(nothing, await takeSnapshot(lab));
    });

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
            : recovering(before, (options, called) =>
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

    /** Tries the plain recovery first, then with the exceptions its errors call for. */
    async function recovering(
        after: number,
        attempt: (options: Events, exceptions: ReadonlySet<Exception>) => Promise<unknown>,
    ): Promise<Recovery> {
        const exceptions = new Set<Exception>();
        const refusals: Refusal[] = [];
        for (;;) {
            const seen: Refusal[] = [];
            const onEvent: Events["onEvent"] = ({ diagnosticEvent }) => {
                if (diagnosticEvent?.severity === "error" && diagnosticEvent.urn) {
                    seen.push({ urn: diagnosticEvent.urn, message: diagnosticEvent.message });
                }
            };
            try {
                await attempt({ onEvent }, exceptions);
                const recovery = { after, exceptions: [...exceptions], refusals };
                recoveries.push(recovery);
                return recovery;
            } catch (error) {
                const named = seen.filter(({ message }) => exceptionsFor(message).length > 0);
                const wanted = named.flatMap(({ message }) => exceptionsFor(message));
                if (wanted.every((exception) => exceptions.has(exception))) {
                    throw error;
                }
                const written = await writtenDown();
                assert.ok(named.every(({ urn }) => !written.includes(urn)));
                wanted.forEach((exception) => exceptions.add(exception));
                refusals.push(...named);
            }
        }
    }

    /** Resources of providers that the state has. */
    async function writtenDown(): Promise<string[]> {
        const { resources = [] } = deployment.parse(JSON.parse(await stack.state()));
        return resources
            .filter(({ custom, external }) => custom === true && external !== true)
            .map(({ urn }) => urn);
    }
});

type Events = Pick<OperationOptions, "onEvent">;

const deployment = z.object({
    resources: z
        .array(
            z.object({
                urn: z.string(),
                custom: z.boolean().optional(),
                external: z.boolean().optional(),
            }),
        )
        .optional(),
});

/** The first, then every fifth, short of the last two: those are too close for late events. */
function positions(total: number): number[] {
    const all = Array.from({ length: total - 2 }, (_, index) => index + 1);
    return all.filter((position) => position === 1 || position % STEP === 0);
}
