import assert from "node:assert/strict";

import { unchanged } from "../../engine/labStack";
import { imageOf } from "../../loop/lab";
import { deleteFromRegistry, registryDigest } from "../../registry/registryTags";
import { inFullRuns, type Step } from "../support/steps";
import { addTag, expectMoves, lookAgain, pushTag, tagsNow } from "./overlays";
import { awaitRunning, whatRuns } from "./running";
import { APPS, type Scene } from "./scene";
import { json, UNSET } from "../../engine/settings";
import { nextDevTag } from "./tags";

const BACKEND = imageOf("backend");

/** Tags that no environment takes, although each of them is newer than all others in some way. */
const BROKEN = [
    "latest",
    "v1",
    "v1.9",
    "v1.9.9.9",
    "v1.0.09",
    "v1.9.9-",
    "dev-99991231235959",
    "dev-99991231235959-notahash",
];

/**
 * What each environment takes of what is pushed. Begins with a build of the main branch in dev, and
 * v1.0.0 in staging and prod.
 */
export function tableSteps(scene: Scene, step: Step): void {
    const longStep = inFullRuns(step);
    const changesNothing = (title: string, ...tags: string[]) => {
        step(`${title} change nothing`, async () => {
            await expectMoves(scene, async () => {
                for (const tag of tags) {
                    await addTag("backend", tag);
                }
                return {};
            });
        });
    };
    let oldBuild: string;
    let newBuild: string;

    step("a patch, v1.0.1 of both images, reaches staging and prod", async () => {
        for (const app of APPS) {
            const moves = { [app]: "v1.0.1" };
            const push = async () => {
                await pushTag(scene, app, "v1.0.1");
                return { staging: moves, prod: moves };
            };
            await expectMoves(scene, push, [app]);
        }
    });

    changesNothing("1.0.1 and 1.0.0, beside v1.0.1 and v1.0.0,", "1.0.1", "1.0.0");

    step("a minor version, v1.1.0, reaches staging only", async () => {
        await expectMoves(scene, async () => {
            await pushTag(scene, "backend", "v1.1.0");
            return { staging: { backend: "v1.1.0" } };
        });
    });

    changesNothing("v2.0.0 and a release candidate, v1.2.0-rc.1,", "v2.0.0", "v1.2.0-rc.1");

    step("a newer build of the main branch reaches dev only", async () => {
        oldBuild = (await tagsNow(scene)).dev.backend;
        newBuild = await nextDevTag(scene, BACKEND);
        await expectMoves(scene, async () => {
            await pushTag(scene, "backend", newBuild);
            return { dev: { backend: newBuild } };
        });
    });

    changesNothing("broken tags", ...BROKEN);

    step("moved digests, and an older build that comes late, change nothing", async () => {
        await expectMoves(scene, async () => {
            for (const tag of [newBuild, "v1.0.1", "v1.1.0"]) {
                const before = await registryDigest(`${BACKEND}:${tag}`);
                assert.notEqual(await pushTag(scene, "backend", tag), before);
            }
            await pushTag(scene, "backend", oldBuild.replace(/\d{14}/, "20200101000000"));
            return {};
        });
    });

    longStep(
        "told so, dev takes the digest of dev-latest, and nothing of staging or prod changes",
        async () => {
            const { dev } = scene.stacks;
            const digest = await pushTag(scene, "backend", "dev-latest");
            await dev.configure({
                images: json([
                    { name: "backend", strategy: "digest", tag: "dev-latest" },
                    { name: "frontend" },
                ]),
            });
            await awaitRunning(scene);
            const before = await whatRuns(scene, ["staging", "prod"]);
            await expectMoves(scene, async () => {
                const { changes, printed } = await dev.up();
                assert.ok(!unchanged(changes), printed);
                return { dev: { backend: `dev-latest@${digest}` } };
            });
            // An up that changes something in dev, and the updater's commit after it.
            assert.deepEqual(await whatRuns(scene, ["staging", "prod"]), before);
        },
    );

    longStep("told so, staging takes release candidates", async () => {
        const { staging } = scene.stacks;
        await staging.configure({ constraints: json({ backend: "^1.0.0-0" }) });
        await expectMoves(scene, async () => {
            await staging.up();
            return { staging: { backend: "v1.2.0-rc.1" } };
        });
    });

    longStep("dev-latest moved reaches dev only", async () => {
        await expectMoves(scene, async () => ({
            dev: { backend: `dev-latest@${await pushTag(scene, "backend", "dev-latest")}` },
        }));
        // The updater compares with what runs.
        await awaitRunning(scene);
    });

    longStep("told no longer, both return to what they took before", async () => {
        const { dev, staging } = scene.stacks;
        await dev.configure({ images: UNSET });
        await staging.configure({ constraints: UNSET });
        await expectMoves(scene, async () => {
            await Promise.all([dev.up(), staging.up()]);
            return { dev: { backend: newBuild }, staging: { backend: "v1.1.0" } };
        });
        await awaitRunning(scene);
    });

    step("v1.1.0 deleted takes staging down to v1.0.1", async () => {
        await expectMoves(scene, async () => {
            await deleteFromRegistry(`${BACKEND}:v1.1.0`);
            await lookAgain(scene, ["backend"]);
            return { staging: { backend: "v1.0.1" } };
        });
    });

    step("in the end every environment runs what its overlay says", () => awaitRunning(scene));
}
