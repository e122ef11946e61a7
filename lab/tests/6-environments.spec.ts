import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import * as path from "node:path";

import { json, webhookSettings } from "../engine/settings";
import { unchanged } from "../engine/labStack";
import { PackedApp } from "../images/packedApp";
import { cloneRepository, openJoiningStack, openLab, openStack, watch } from "../loop/lab";
import {
    awaitTags,
    FIRST_RELEASE,
    looked,
    moved,
    type Moves,
    pushTag,
    tagsNow,
} from "./environments/overlays";
import { badReleasesSteps } from "./environments/badReleases";
import { goodbyeSteps } from "./environments/goodbye";
import { pinsSteps } from "./environments/pins";
import { promotionSteps } from "./environments/promotion";
import { revokedKeySteps } from "./environments/revokedKey";
import { rolloutsSteps } from "./environments/rollouts";
import { awaitRunning, awaitTried, whatRuns } from "./environments/running";
import { APPS, OVERLAYS, type Scene, SceneToFill } from "./environments/scene";
import { tableSteps } from "./environments/table";
import { webhooksSteps } from "./environments/webhooks";
import { isFullRun, partsOfRun } from "./support/parts";
import { type Step, stepsOfOneStory } from "./support/steps";
import { takeSnapshot } from "./support/snapshot";

/** Sections of the story, in their order. Each leaves all environments healthy and unpinned. */
const SECTIONS: Readonly<Record<string, (scene: Scene, step: Step) => void>> = {
    "what each environment takes": tableSteps,
    "a revoked key": revokedKeySteps,
    "promotion by constraint": promotionSteps,
    "pins and pauses": pinsSteps,
    webhooks: webhooksSteps,
    // Minutes each, which a run of every day does not have.
    ...(isFullRun() && { "zero downtime": rolloutsSteps, "bad releases": badReleasesSteps }),
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
        const pack = (app: string) =>
            PackedApp.pack(scene.lab.paths, {
                sourceDirectory: path.join(copy.directory, "apps", app),
                buildId: randomBytes(8).toString("hex"),
            });
        const join = async () => {
            await scene.stacks.staging.up();
            await scene.stacks.prod.up();
        };
        await awaitTried(scene, "dev");
        const before = await whatRuns(scene, ["dev"]);
        const [backend, frontend] = await Promise.all([pack("backend"), pack("frontend"), join()]);
        filling.fill({ copy, apps: { backend, frontend } });
        assert.deepEqual(await whatRuns(scene, ["dev"]), before);
    });

    step("the first images reach each environment", async () => {
        const build = await scene.copy.buildTag();
        let tags = await tagsNow(scene);
        const push = async (app: (typeof APPS)[number], tag: string, moves: Moves) => {
            const since = new Date();
            await pushTag(scene, app, tag);
            tags = moved(tags, moves);
            await awaitTags(scene, tags);
            // One event at a time: writers that meet on the branch lose, until the next look.
            await looked(scene, since);
        };
        for (const app of APPS) {
            const release = { [app]: FIRST_RELEASE };
            await push(app, build, { dev: { [app]: build } });
            await push(app, FIRST_RELEASE, { staging: release, prod: release });
        }
        await awaitRunning(scene);
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
