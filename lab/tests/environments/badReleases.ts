import assert from "node:assert/strict";

import { imageOf } from "../../loop/lab";
import { waitFor } from "../../wait";
import type { Step } from "../support/steps";
import { userShell } from "../support/userShell";
import { FORBIDDEN, seeOperation, withForbidden, withTag } from "./badCommits";
import { pushTag, tagsNow } from "./overlays";
import { OVERLAYS, type Scene } from "./scene";
import { stuckReleaseSteps } from "./stuckRelease";
import { nextTagFor } from "./tags";

const BACKEND = imageOf("backend");
const OVERLAY = `manifests/overlays/${OVERLAYS.prod}/kustomization.yaml`;

/**
 * Releases and commits that cannot work, in prod: what runs goes on, `npm run wait` and the output
 * `health` say what is wrong, and what they say to do helps.
 */
export function badReleasesSteps(scene: Scene, step: Step): void {
    const stuck = stuckReleaseSteps(scene, step, "prod");
    const { wait } = stuck;
    const prod = () => scene.watched.prod;

    step("the way back is what it says: pin, up, commit; and up says how it is", async () => {
        const [pin = "", up = "", ...others] = suggested(stuck.said(), "Go back");
        const good = stuck.good();
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
        assert.match(await wait("--timeout 4m"), /letsgo-app-prod is Synced and Healthy\.\n$/);
        assert.equal((await tagsNow(scene)).prod.backend, good);
    });

    step(
        "a newer release that works, and no pin: prod goes on, and nobody was let down",
        async () => {
            const [unpin = "", up = ""] = suggested(stuck.said(), "The pin holds");
            const fixed = await nextTagFor(scene, "prod", BACKEND);
            await pushTag(scene, "backend", fixed);
            await userShell(scene.lab, unpin);
            await userShell(scene.lab, `${up} --yes`);
            await stuck.awaitBegun(fixed);
            assert.match(await wait("--timeout 4m"), /is Synced and Healthy\.\n$/);
            await stuck.assertNobodyLetDown();
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
        const said = await wait("--timeout 1s", [1]);
        assert.ok(said.includes(`the sync of commit ${commit.slice(0, 7)} failed, and is tried`));
        assert.match(said, FORBIDDEN);
        await scene.stacks.prod.up();
        const outputs = await scene.stacks.prod.outputs();
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
        assert.match(await wait("--timeout 2m"), /is Synced and Healthy\.\n$/);
    });

    step("prod is left as it was, with a newer release", async () => {
        await stuck.bePatient();
        await scene.stacks.prod.up();
        const outputs = await scene.stacks.prod.outputs();
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
