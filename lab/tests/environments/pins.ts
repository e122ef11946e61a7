import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";

import { json, UNSET } from "../../engine/settings";
import { imageOf } from "../../loop/lab";
import { seeLiveImages } from "../../loop/seen";
import { waitFor } from "../../wait";
import { inFullRuns, type Step } from "../support/steps";
import { addTag, awaitTags, expectMoves, lookAgain, looked, pushTag, tagsNow } from "./overlays";
import { awaitRunning } from "./running";
import { type AppName, APPS, OVERLAYS, type Scene } from "./scene";
import { newestVersion, nextDevTag, nextRelease, nextVersion } from "./tags";

const BACKEND = imageOf("backend");

/** Looks of the updater that a pin has to outlast. */
const CYCLES = 10;

/** Versions that are held: by pins in dev and prod, by a pause in staging. */
export function pinsSteps(scene: Scene, step: Step): void {
    const longStep = inFullRuns(step);
    const newest = (constraint: string, app: AppName = "backend") =>
        newestVersion(imageOf(app), constraint);
    /** The newest build that dev may take. */
    let build: string;

    longStep(
        "pins take dev and prod back, to a release they would not take themselves",
        async () => {
            const { dev, staging, prod } = scene.stacks;
            // Dev takes no releases, and prod is beyond this one.
            const pin = { backend: "v0.9.0" };
            await addTag("backend", pin.backend);
            await dev.configure({ pin: json(pin) });
            await prod.configure({ pin: json(pin) });
            await staging.configure({ paused: { value: "true" } });
            await expectMoves(scene, async () => {
                await Promise.all([dev.up(), prod.up(), staging.up()]);
                return { dev: pin, prod: pin };
            });
        },
    );

    longStep(`in ${CYCLES} cycles, with as many pushes, nothing of it moves`, async () => {
        const nexts = [
            () => nextDevTag(scene, BACKEND),
            () => nextVersion(BACKEND, "1.0"),
            () => nextRelease(BACKEND),
        ];
        await expectMoves(scene, async () => {
            for (let cycle = 0; cycle < CYCLES; cycle++) {
                const since = new Date();
                const tag = (await nexts[cycle % nexts.length]?.()) ?? "";
                await addTag("backend", tag);
                build = tag.startsWith("dev-") ? tag : build;
                await looked(scene, since);
            }
            return {};
        });
    });

    longStep("an image of prod that has no pin goes on", async () => {
        const image = imageOf("frontend");
        const patch = await nextVersion(image, "1.0");
        const push = async () => {
            await pushTag(scene, "frontend", patch);
            return { prod: { frontend: patch } };
        };
        await expectMoves(scene, push, ["frontend"]);
    });

    longStep(
        "without pins dev and prod move forward; staging, which is paused, does not",
        async () => {
            const { dev, prod } = scene.stacks;
            await awaitRunning(scene);
            await dev.configure({ pin: UNSET });
            await prod.configure({ pin: UNSET });
            await expectMoves(scene, async () => {
                await Promise.all([dev.up(), prod.up()]);
                return { dev: { backend: build }, prod: { backend: await newest("~1.0") } };
            });
            assert.notEqual((await tagsNow(scene)).staging.backend, await newest("^1.0"));
        },
    );

    longStep("once it is not, staging moves too", async () => {
        const { staging } = scene.stacks;
        await staging.configure({ paused: UNSET });
        await expectMoves(scene, async () => {
            await staging.up();
            return {
                staging: {
                    backend: await newest("^1.0"),
                    frontend: await newest("^1.0", "frontend"),
                },
            };
        });
    });

    step("a commit of the updater that is reverted in Git is made again", async () => {
        const { copy, lab, watched } = scene;
        const { argoNamespace, instance } = watched.dev;
        const overlay = `manifests/overlays/${OVERLAYS.dev}/kustomization.yaml`;
        const before = await tagsNow(scene);
        const [last] = await lab.repository.commits(overlay);
        const revert = await copy.revert(last?.sha ?? "");
        const reverted = await tagsNow(scene);
        assert.notEqual(reverted.dev.backend, before.dev.backend);
        await waitFor(
            async () => {
                const images = await seeLiveImages(lab.api, argoNamespace, instance);
                const wanted = APPS.map((app) => `${imageOf(app)}:${reverted.dev[app]}`);
                // A look that the clock began may be as soon.
                const undone = isDeepStrictEqual(await tagsNow(scene), before);
                return undone || isDeepStrictEqual([...images].sort(), wanted.sort())
                    ? { met: true, value: undefined }
                    : { met: false, state: images.join() };
            },
            { what: "Argo CD to have followed the revert", deadlineSeconds: 180 },
        );
        await lookAgain(scene, ["backend"]);
        await awaitTags(scene, before);
        const [again, ...others] = await copy.commitsAfter(revert);
        assert.deepEqual(others, []);
        assert.equal(again?.committer, "argocd-image-updater");
        assert.deepEqual(again.files, [overlay]);
        await awaitRunning(scene);
    });
}
