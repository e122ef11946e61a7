import assert from "node:assert/strict";

import { json, webhookSettings } from "../engine/settings";
import { unchanged } from "../engine/labStack";
import { cloneRepository, openJoiningStack, openLab, openStack, watch } from "../loop/lab";
import { packApps, pushFirstImages } from "./environments/beginning";
import { goodbyeSteps } from "./environments/goodbye";
import { pinsSteps } from "./environments/pins";
import { promotionSteps } from "./environments/promotion";
import { revokedKeySteps } from "./environments/revokedKey";
import { awaitTried, whatRuns } from "./environments/running";
import { APPS, OVERLAYS, type Scene, SceneToFill } from "./environments/scene";
import { tableSteps } from "./environments/table";
import { webhooksSteps } from "./environments/webhooks";
import { partsOfRun } from "./support/parts";
import { type Step, stepsOfOneStory } from "./support/steps";
import { takeSnapshot } from "./support/snapshot";

/** Sections of the story, in their order. Each leaves all environments healthy and unpinned. */
const SECTIONS: Readonly<Record<string, (scene: Scene, step: Step) => void>> = {
    "what each environment takes": tableSteps,
    "a revoked key": revokedKeySteps,
    "promotion by constraint": promotionSteps,
    "pins and pauses": pinsSteps,
    webhooks: webhooksSteps,
    goodbye: goodbyeSteps,
};

/** One life of dev, staging and prod: one repository, and one Argo CD, which dev installs. */
describe("three environments", () => {
    const step = stepsOfOneStory();
    const filling = new SceneToFill();
    const { scene } = filling;

    after("compiled applications are removed", () => {
        if (filling.has("apps")) {
            APPS.forEach((app) => {
                scene.apps[app].remove();
            });
        }
    });

    step("dev creates the repository and installs Argo CD, for staging and prod too", async () => {
        const lab = await openLab(partsOfRun(), "environments");
        filling.fill({ lab, nothing: await takeSnapshot(lab) });
        const dev = await openStack(lab, "dev", {
            usedBy: json(["staging", "prod"]),
            ...webhookSettings(),
        });
        const staging = await openJoiningStack(lab, "staging");
        const prod = await openJoiningStack(lab, "prod");
        filling.fill({
            stacks: { dev, staging, prod },
            watched: {
                dev: watch(lab, "dev", OVERLAYS.dev),
                staging: watch(lab, "staging", OVERLAYS.staging),
                prod: watch(lab, "prod", OVERLAYS.prod),
            },
        });
        await dev.up();
    });

    step("staging and prod join, and nothing of dev changes", async () => {
        const copy = await cloneRepository(scene.lab, "environments/working-copy");
        const join = async () => {
            await scene.stacks.staging.up();
            await scene.stacks.prod.up();
        };
        await awaitTried(scene, "dev");
        const before = await whatRuns(scene, ["dev"]);
        const [apps] = await Promise.all([packApps({ lab: scene.lab, copy }), join()]);
        filling.fill({ copy, apps });
        assert.deepEqual(await whatRuns(scene, ["dev"]), before);
    });

    step("the first images reach each environment", async () => {
        await pushFirstImages(scene);
    });

    step("dev's next up changes nothing, of its own or of the others", async () => {
        const before = await whatRuns(scene, ["staging", "prod"]);
        const { changes, printed } = await scene.stacks.dev.up();
        assert.ok(unchanged(changes), printed);
        assert.deepEqual(await whatRuns(scene, ["staging", "prod"]), before);
    });

    for (const [title, section] of Object.entries(SECTIONS)) {
        describe(title, () => {
            section(scene, step);
        });
    }
});
