import assert from "node:assert/strict";

import semver from "semver";

import { imageOf } from "../../loop/lab";
import { serviceUrl } from "../../loop/http";
import { Requests } from "../../loop/requests";
import { seeApplication, seeRollout } from "../../loop/seen";
import { userShell } from "../support/userShell";
import type { Step } from "../support/steps";
import { waitFor } from "../../wait";
import { packUnready } from "./badBuild";
import { awaitTags, moved, type Moves, pushTag, tagsNow } from "./overlays";
import {
    deadlineIs,
    FORBIDDEN,
    seeOperation,
    withDeadline,
    withForbidden,
    withTag,
} from "./badCommits";
import { awaitRunning } from "./running";
import { OVERLAYS, type Scene } from "./scene";
import { newestVersion, nextVersion } from "./tags";

const BACKEND = imageOf("backend");
const OVERLAY = `manifests/overlays/${OVERLAYS.prod}/kustomization.yaml`;

/** Instead of the three minutes that base gives a rollout. */
const DEADLINE_SECONDS = 15;

/** Longer than the steps take together. */
const AT_MOST_SECONDS = 900;

/**
 * Releases and commits that cannot work, in prod: what runs goes on, `npm run wait` and the output
 * `health` say what is wrong, and what they say to do helps.
 */
export function badReleasesSteps(scene: Scene, step: Step): void {
    let asked: Requests;
    let good: string;
    let bad: string;
    let said: string;
    const prod = () => scene.watched.prod;
    const wait = (options = "", accept = [0]) =>
        userShell(scene.lab, `npm run --silent wait -- prod ${options}`, accept);

    step("prod gives a rollout less time, by a commit to its overlay", async () => {
        await keepOutOfStaging(scene);
        await awaitRunning(scene);
        await scene.copy.push(
            "Be impatient",
            (text) => withDeadline(text, DEADLINE_SECONDS),
            OVERLAY,
        );
        await deadlineIs(prod(), DEADLINE_SECONDS);
        const url = await serviceUrl(prod().api, prod().instance, "backend");
        asked = new Requests([{ service: "backend", url }], {
            timeoutMilliseconds: 5_000,
            atMostSeconds: AT_MOST_SECONDS,
        });
    });

    step(
        "a release that never gets ready stops in its rollout, and wait tells all of it",
        async () => {
            good = (await tagsNow(scene)).prod.backend;
            bad = await nextVersion(BACKEND, "1.0");
            const packed = await packUnready(scene, "backend");
            try {
                await packed.push(`${BACKEND}:${bad}`);
            } finally {
                packed.remove();
            }
            await awaitTags(scene, moved(await tagsNow(scene), { prod: { backend: bad } }));
            await rolling(scene, bad);
            said = (await wait("--timeout 4m", [1])).stdout;
            assert.match(
                said,
                /^letsgo-app-prod is Degraded since \d{4}-\d\d-\d\dT\S+Z, and Synced\.$/m,
            );
            assert.ok(said.includes(`backend: the pods of ${bad} do not get ready.`), said);
            assert.ok(said.includes(`${good} goes on serving, with 3 of 3 pods.`), said);
            assert.match(said, /has timed out progressing/);
            assert.match(said, /is not ready: Readiness probe failed: .*statuscode: 503/);
            assert.match(said, /its log ends: .*"msg":"listening"/);
        },
    );

    step("the command that it suggests to see why shows why", async () => {
        const [, logs = ""] = /^ {2}See why: +(kubectl .*)$/m.exec(said) ?? [];
        assert.match((await userShell(scene.lab, logs)).stdout, /"msg":"listening"/);
    });

    step("the way back is what it says: pin, up, commit; and up says how it is", async () => {
        const [pin = "", up = "", ...others] = suggested(said, "Go back");
        assert.equal(pin, `pulumi config set --stack prod --path pin.backend ${good}`);
        assert.deepEqual(others.slice(1), [
            `newTag: ${good} of ${BACKEND} in ${OVERLAY}`,
            "npm run wait -- prod",
        ]);
        await userShell(scene.lab, pin);
        const { stdout } = await userShell(scene.lab, `${up} --yes`);
        assert.match(
            stdout,
            /^ +~ health +: .*"Degraded since \S+Z \(npm run wait -- prod says more\): Deployment \\"backend\\" exceeded/m,
        );
        await scene.copy.push("Back", (text) => withTag(text, BACKEND, good), OVERLAY);
        assert.match(
            (await wait("--timeout 4m")).stdout,
            /letsgo-app-prod is Synced and Healthy\.\n$/,
        );
        assert.equal((await tagsNow(scene)).prod.backend, good);
    });

    step(
        "a newer release that works, and no pin: it goes on, and nobody was let down",
        async () => {
            const [unpin = "", up = ""] = suggested(said, "The pin holds");
            const fixed = await nextVersion(BACKEND, "1.0");
            await pushTag(scene, "backend", fixed);
            await userShell(scene.lab, unpin);
            await userShell(scene.lab, `${up} --yes`);
            const now = await tagsNow(scene);
            await awaitTags(scene, moved(now, { prod: { backend: fixed } } satisfies Moves));
            await rolling(scene, fixed);
            assert.match((await wait("--timeout 4m")).stdout, /is Synced and Healthy\.\n$/);
            const failed = (await asked.stop()).filter((one) => "failure" in one);
            assert.deepEqual(failed, []);
        },
    );

    step("a commit that the project forbids is tried again, and wait says why", async () => {
        const commit = await scene.copy.push("Generate a Secret", withForbidden, OVERLAY);
        await waitFor(
            async () => {
                const operation = await seeOperation(prod());
                return operation.retries > 0 && operation.revision === commit
                    ? { met: true, value: undefined }
                    : { met: false, state: JSON.stringify(operation) };
            },
            { what: "Argo CD to try the commit again", deadlineSeconds: 180 },
        );
        const { stdout } = await wait("--timeout 1s", [1]);
        assert.ok(stdout.includes(`the sync of commit ${commit.slice(0, 7)} failed, and is tried`));
        assert.match(stdout, FORBIDDEN);
        const { outputs } = await scene.stacks.prod.up();
        assert.match(
            String(outputs["health"]?.value),
            /OutOfSync \(npm run wait -- prod .*: last sync/,
        );

        const revert = await scene.copy.revert(commit);
        await waitFor(
            async () => {
                const operation = await seeOperation(prod());
                return operation.phase === "Succeeded" && operation.revision === revert
                    ? { met: true, value: undefined }
                    : { met: false, state: JSON.stringify(operation) };
            },
            { what: "the next try to take the commit that reverts it", deadlineSeconds: 240 },
        );
        assert.match((await wait("--timeout 2m")).stdout, /is Synced and Healthy\.\n$/);
    });

    step("prod is left as it was, with a newer release", async () => {
        await scene.copy.push("Be patient", (text) => withDeadline(text, undefined), OVERLAY);
        await deadlineIs(prod(), 180);
        await awaitRunning(scene);
        const { outputs } = await scene.stacks.prod.up();
        assert.equal(outputs["health"]?.value, "Healthy");
    });
}

/** Lines of a story from one that begins with a title on, as long as they are indented below it. */
function suggested(said: string, title: string): string[] {
    const lines = said.split("\n");
    const first = lines.findIndex((line) => line.trimStart().startsWith(title));
    const [head = "", ...rest] = lines.slice(first);
    const below = rest.findIndex((line) => !/^ {13}\S/.test(line));
    const inline = head.includes("pulumi") ? [head.replace(/^.*?: +/, "")] : [];
    return [...inline, ...rest.slice(0, below).map((line) => line.trim())];
}

/** Staging takes every release of version 1: it is given one that no patch of 1.0 comes after. */
async function keepOutOfStaging(scene: Scene): Promise<void> {
    const newest = await newestVersion(BACKEND, "^1.0");
    if (newest !== undefined && semver.minor(newest) > 0) {
        return;
    }
    await pushTag(scene, "backend", "v1.1.0");
    await awaitTags(scene, moved(await tagsNow(scene), { staging: { backend: "v1.1.0" } }));
}

/** Waits until Argo CD has begun with a release. */
async function rolling(scene: Scene, tag: string): Promise<void> {
    const { api, argoNamespace, instance } = scene.watched.prod;
    await waitFor(
        async () => {
            const { image, state } = await seeRollout(api, instance, "backend");
            const { conditions } = await seeApplication(api, argoNamespace, instance);
            return image.startsWith(`${BACKEND}:${tag}`)
                ? { met: true, value: undefined }
                : { met: false, state: `${state} ${conditions}` };
        },
        { what: `Argo CD to apply ${tag}`, deadlineSeconds: 180 },
    );
}
