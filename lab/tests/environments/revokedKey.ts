import assert from "node:assert/strict";

import { z } from "zod";

import { imageOf } from "../../loop/lab";
import { waitFor } from "../../wait";
import { inFullRuns, type Step } from "../support/steps";
import { awaitTags, expectMoves, lookAgain, moved, pushTag, tagsNow } from "./overlays";
import { awaitRunning } from "./running";
import type { Scene } from "./scene";
import { newestVersion, nextDevTag, nextVersion } from "./tags";

const BACKEND = imageOf("backend");

const imageUpdater = z.object({
    status: z.object({
        conditions: z.array(z.object({ type: z.string(), status: z.string(), reason: z.string() })),
    }),
});

/** The write key of one environment is lost; the others do not notice. */
export function revokedKeySteps(scene: Scene, step: Step): void {
    const longStep = inFullRuns(step);
    let patch: string;

    longStep("prod's write key revoked stops prod, and neither staging nor dev", async () => {
        const build = await nextDevTag(scene, BACKEND);
        patch = await nextVersion(BACKEND, "1.0");
        // One that prod would not take: what is pushed for staging is not what prod misses. Not
        // v1.1.0, which was deleted, and which nodes may still have.
        const release = "v1.1.1";
        assert.equal(await newestVersion(BACKEND, "^1.1"), undefined);
        await scene.lab.repository.deleteDeployKey("letsgo-app-prod-write-1");
        const before = await tagsNow(scene);
        const moves = { dev: { backend: build }, staging: { backend: release } };
        await expectMoves(scene, async () => {
            await pushTag(scene, "backend", build);
            await awaitTags(scene, moved(before, { dev: moves.dev }));
            await pushTag(scene, "backend", release);
            await awaitTags(scene, moved(before, moves));
            await pushTag(scene, "backend", patch);
            return moves;
        });
        await waitFor(
            async () => {
                const { argoNamespace, instance } = scene.watched.prod;
                const seen = await scene.lab.api.get(
                    `/apis/argocd-image-updater.argoproj.io/v1alpha1/namespaces/${argoNamespace}` +
                        `/imageupdaters/${instance}`,
                    imageUpdater,
                );
                const error = seen?.status.conditions.find(({ type }) => type === "Error");
                return error?.status === "True" && error.reason === "PartialErrors"
                    ? { met: true, value: undefined }
                    : { met: false, state: JSON.stringify(error) };
            },
            { what: "prod's ImageUpdater resource to say so", deadlineSeconds: 60 },
        );
    });

    longStep("up makes another key, and prod catches up", async () => {
        const { prod } = scene.stacks;
        await expectMoves(scene, async () => {
            const { changes, printed } = await prod.up({ refresh: true });
            assert.equal(changes["create"], 1, printed);
            await lookAgain(scene, ["backend"]);
            return { prod: { backend: patch } };
        });
        await awaitRunning(scene);
    });
}
