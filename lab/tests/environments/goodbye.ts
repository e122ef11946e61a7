import assert from "node:assert/strict";

import { json } from "../../engine/settings";
import { seeApplication } from "../../loop/seen";
import { assertSame, podsDrained, takeSnapshot } from "../support/snapshot";
import type { Step } from "../support/steps";
import { tagsNow } from "./overlays";
import type { Scene } from "./scene";

/** Everything goes: refused as long as somebody uses it, then in order, until nothing is left. */
export function goodbyeSteps(scene: Scene, step: Step): void {
    step("dev's destroy is refused in its preview, which names staging and prod", async () => {
        const { dev } = scene.stacks;
        await podsDrained();
        const before = await takeSnapshot(scene.lab);
        const state = await dev.state();
        const named = (error: Error) => {
            assert.match(error.message, /UsedBy::used-by-staging" cannot be deleted/);
            assert.match(error.message, /UsedBy::used-by-prod" cannot be deleted/);
            // What they use is not named beside them.
            assert.doesNotMatch(error.message, /"urn:\S*(Namespace|Release|Repository)\S*" cannot/);
            return true;
        };
        await assert.rejects(dev.previewDestroy(), named);
        assert.equal(await dev.state(), state);
        // Without a preview too, which would be the run that deletes.
        await assert.rejects(dev.destroy(), named);
        assertSame(before, await takeSnapshot(scene.lab));
    });

    step("prod and staging go, with all that is theirs but their overlays in Git", async () => {
        const { prod, staging } = scene.stacks;
        const tags = await tagsNow(scene);
        await prod.destroy();
        await staging.destroy();
        assert.deepEqual(await tagsNow(scene), tags);
        const { cluster, gitHub } = await takeSnapshot(scene.lab);
        const theirs = /letsgo-app-(staging|prod)\b/;
        assert.deepEqual(
            cluster.filter((object) => theirs.test(object)),
            [],
        );
        const { keys } = gitHub.repositories[scene.lab.repository.fullName] ?? assert.fail();
        assert.equal(keys.length, 2, keys.join("\n"));
        assert.doesNotMatch(keys.join("\n"), theirs);
    });

    step(
        "dev goes on, and an up without users lifts its protection, and does no more",
        async () => {
            const { dev } = scene.stacks;
            const { api, argoNamespace, instance } = scene.watched.dev;
            const { sync, health } = await seeApplication(api, argoNamespace, instance);
            assert.deepEqual([sync, health], ["Synced", "Healthy"]);
            await dev.configure({ usedBy: json([]) });
            const { changes, printed } = await dev.up();
            // The list on Argo CD's namespace.
            assert.equal(changes["update"], 1, printed);
            assert.equal((changes["replace"] ?? 0) + (changes["delete"] ?? 0), 0, printed);
        },
    );

    step("dev goes, and nothing is left of anything", async () => {
        await scene.stacks.dev.destroy();
        assertSame(scene.nothing, await takeSnapshot(scene.lab));
    });
}
