import assert from "node:assert/strict";

import type { EngineEvent } from "@pulumi/pulumi/automation";

import {
    type LabStack,
    type Operation,
    type OperationOptions,
    unchanged,
} from "../engine/labStack";
import { type Lab, openLab, openStack } from "../loop/lab";
import { killEngine } from "./support/kill";
import { isFullRun, partsOfRun } from "./support/parts";
import { stepsOfOneStory } from "./support/steps";
import { assertSame, type Snapshot, takeSnapshot } from "./support/snapshot";

/** Resources between two kills. */
const STEP = isFullRun() ? 1 : 5;

/**
 * A first `up` that is cut off again and again, each time resumed by the documented recovery:
 * `pulumi cancel`, `pulumi up --refresh`.
 */
describe("an engine that is killed half-way", () => {
    stepsOfOneStory();

    let lab: Lab;
    let stack: LabStack;
    let nothing: Snapshot;

    before(async () => {
        lab = await openLab(partsOfRun(), "crash");
        nothing = await takeSnapshot(lab);
        stack = await openStack(lab, "dev");
    });

    it("after the first and every further few resources: the same command finishes the job", async function () {
        this.timeout(900_000);
        let kills = 0;
        // The first kill comes after one resource, so that the very beginning is covered.
        while (
            !(await isFinished(
                (options) => (kills === 0 ? stack.up(options) : stack.resume(options)),
                kills === 0 ? 1 : STEP,
            ))
        ) {
            kills += 1;
            assert.ok(kills < 200, "the job makes no progress");
        }
        assert.ok(kills >= 3, `killed ${kills} times only`);
    });

    it("then nothing is left to do, but to note the provider's usual settings", async () => {
        const { changes, printed } = await stack.up({ refresh: true });
        assert.ok((changes["update"] ?? 0) <= 1, printed);
        assert.ok(unchanged({ ...changes, update: 0 }), printed);
    });

    it("and a further up changes nothing", async () => {
        const { changes, printed } = await stack.up();
        assert.ok(unchanged(changes), printed);
    });

    it("each key is registered once, and no hook twice", async () => {
        const { repositories } = await lab.gitHub.tables();
        const [repository] = Object.values(repositories);
        assert.ok(repository);
        assert.equal(repository.keys.length, 2, repository.keys.join("\n"));
        assert.equal(new Set(repository.hooks).size, repository.hooks.length);
    });

    it("destroy leaves nothing behind", async () => {
        await stack.destroy();
        assertSame(nothing, await takeSnapshot(lab));
    });

    /** Kills the engine when it has made so many resources; whether it got to its end before. */
    async function isFinished(
        operation: (options: Pick<OperationOptions, "onEvent">) => Promise<Operation>,
        count: number,
    ): Promise<boolean> {
        let made = 0;
        let killed: Promise<void> | undefined;
        const onEvent = ({ resOutputsEvent }: EngineEvent) => {
            if (resOutputsEvent?.metadata.op === "create" && ++made === count) {
                killed = killEngine(lab.gitHub);
            }
        };
        try {
            await operation({ onEvent });
        } catch (error) {
            if (killed === undefined) {
                throw error;
            }
        }
        await killed;
        return killed === undefined;
    }
});
