import assert from "node:assert/strict";

import { imageOf } from "../../loop/lab";
import { inFullRuns, type Step } from "../support/steps";
import { expectMoves, pushTag, tagsNow } from "./overlays";
import { awaitRunning } from "./running";
import { type AppName, APPS, type Scene } from "./scene";
import { unchanged } from "../../engine/labStack";
import { json, UNSET } from "../../engine/settings";
import { newestVersion, nextVersion } from "./tags";

/** A minor version goes from staging to prod by prod's constraint, and back. */
export function promotionSteps(scene: Scene, step: Step): void {
    const longStep = inFullRuns(step);
    /** The release that is promoted, and the one that prod has before. */
    let next: Record<AppName, string>;
    let last: Record<AppName, string>;

    longStep(
        "prod leaves a minor version to staging, as long as its constraint is ~1.0",
        async () => {
            const { prod } = await tagsNow(scene);
            last = { ...prod };
            next = { backend: "", frontend: "" };
            for (const app of APPS) {
                next[app] = await nextVersion(imageOf(app), "1.1");
                const push = async () => {
                    await pushTag(scene, app, next[app]);
                    return { staging: { [app]: await newestVersion(imageOf(app), "^1.0") } };
                };
                await expectMoves(scene, push, [app]);
            }
        },
    );

    longStep("with the constraint ~1.1 prod takes it, and nothing else changes", async () => {
        const { prod } = scene.stacks;
        await prod.configure({ constraints: json({ backend: "~1.1", frontend: "~1.1" }) });
        await expectMoves(scene, async () => {
            const { changes, printed } = await prod.up();
            // The ImageUpdater resource.
            assert.equal(changes["update"], 1, printed);
            assert.ok(unchanged({ ...changes, update: 0 }), printed);
            return { prod: next };
        });
        await awaitRunning(scene);
    });

    longStep("without it prod goes back to the newest patch of 1.0", async () => {
        const { prod } = scene.stacks;
        await prod.configure({ constraints: UNSET });
        await expectMoves(scene, async () => {
            await prod.up();
            return { prod: last };
        });
        await awaitRunning(scene);
    });
}
