import assert from "node:assert/strict";

import { serviceUrl } from "../../loop/http";
import { imageOf } from "../../loop/lab";
import { Requests } from "../../loop/requests";
import { seeApplication, seeRollout } from "../../loop/seen";
import { waitFor } from "../../wait";
import { inFullRuns, type Step } from "../support/steps";
import { userShell } from "../support/userShell";
import { packUnready } from "./badBuild";
import { deadlineIs, withDeadline } from "./badCommits";
import { awaitTags, moved, pushTag, tagsNow } from "./overlays";
import { awaitRunning } from "./running";
import { OVERLAYS, type Scene, type StackName } from "./scene";
import { nextTagFor } from "./tags";

const BACKEND = imageOf("backend");

/** Instead of the three minutes that base gives a rollout. */
const DEADLINE_SECONDS = 15;

/** Base's. */
const PATIENT_SECONDS = 180;

/** Longer than the steps of a section take together. */
const AT_MOST_SECONDS = 1_200;

/** An environment with a release that never gets ready, and a client that asks all the time. */
export interface StuckRelease {
    /** What ran before, and goes on. */
    readonly good: () => string;
    /** What `npm run wait` has said of it. */
    readonly said: () => string;
    /** Runs `npm run wait`; what it says. */
    readonly wait: (options: string, accept?: readonly number[]) => Promise<string>;
    /** Waits until the environment is told to take a release, and begins with it. */
    readonly awaitBegun: (tag: string) => Promise<void>;
    /** Ends the client, and asserts that nobody was let down. */
    readonly assertNobodyLetDown: () => Promise<void>;
    /** Gives rollouts base's time again, and waits until everything runs. */
    readonly bePatient: () => Promise<void>;
}

/** Steps after which a release of the backend is stuck in its rollout, and wait has told why. */
export function stuckReleaseSteps(scene: Scene, step: Step, stack: StackName): StuckRelease {
    const overlay = `manifests/overlays/${OVERLAYS[stack]}/kustomization.yaml`;
    const instance = `letsgo-app-${stack}`;
    let asked: Requests | undefined;
    let good = "";
    let said = "";

    const release: StuckRelease = {
        good: () => good,
        said: () => said,
        wait: async (options, accept = [0]) => {
            const command = `npm run --silent wait -- ${stack} ${options}`;
            return (await userShell(scene.lab, command, [...accept])).stdout;
        },
        awaitBegun: async (tag) => {
            await awaitTags(scene, moved(await tagsNow(scene), { [stack]: { backend: tag } }));
            await rolling(scene, stack, tag);
        },
        assertNobodyLetDown: async () => {
            const all = (await asked?.stop()) ?? [];
            assert.ok(all.length > 0);
            assert.deepEqual(
                all.filter((one) => "failure" in one),
                [],
            );
        },
        bePatient: async () => {
            await scene.copy.push("Be patient", (text) => withDeadline(text, undefined), overlay);
            await deadlineIs(scene.watched[stack], PATIENT_SECONDS);
            await awaitRunning(scene);
        },
    };

    after("nobody asks any more", () => {
        asked?.end();
    });

    step(`${stack} gives a rollout less time, by a commit to its overlay`, async () => {
        const { api } = scene.watched[stack];
        await awaitRunning(scene);
        await scene.copy.push(
            "Be impatient",
            (text) => withDeadline(text, DEADLINE_SECONDS),
            overlay,
        );
        await deadlineIs(scene.watched[stack], DEADLINE_SECONDS);
        const url = await serviceUrl(api, instance, "backend");
        asked = new Requests([{ service: "backend", url }], {
            timeoutMilliseconds: 5_000,
            atMostSeconds: AT_MOST_SECONDS,
        });
    });

    step(`a release that never gets ready is stuck in ${stack}, and wait tells all`, async () => {
        good = (await tagsNow(scene))[stack].backend;
        const { replicas } = await seeRollout(scene.lab.api, instance, "backend");
        const bad = await nextTagFor(scene, stack, BACKEND);
        const packed = await packUnready(scene, "backend");
        try {
            await packed.push(`${BACKEND}:${bad}`);
        } finally {
            packed.remove();
        }
        await release.awaitBegun(bad);
        said = await release.wait("--timeout 4m", [1]);
        assert.match(
            said,
            new RegExp(
                `^${instance} is Degraded since \\d{4}-\\d\\d-\\d\\dT\\S+Z, and Synced\\.$`,
                "m",
            ),
        );
        assert.ok(said.includes(`backend: the pods of ${bad} do not get ready.`), said);
        const serving = `${good} goes on serving, with ${replicas} of ${replicas} pods.`;
        assert.ok(said.includes(serving), said);
        assert.match(said, /has timed out progressing/);
        assert.match(said, /is not ready: Readiness probe failed: .*statuscode: 503/);
        assert.match(said, /its log ends: .*"msg":"listening"/);
        assert.ok(said.includes(`push a release newer than ${bad} that works.`), said);
    });

    step("the command that it suggests to see why shows why", async () => {
        const [, logs = ""] = /^ {2}See why: +(kubectl .*)$/m.exec(said) ?? [];
        assert.match((await userShell(scene.lab, logs)).stdout, /"msg":"listening"/);
    });

    return release;
}

/** The short form: in dev, from the stuck release on to one that works. */
export function stuckBuildSteps(scene: Scene, step: Step): void {
    const stuck = stuckReleaseSteps(scene, step, "dev");
    const longStep = inFullRuns(step);

    longStep("the output of an up says so too, since when and why", async () => {
        await scene.stacks.dev.up();
        const outputs = await scene.stacks.dev.outputs();
        assert.match(
            String(outputs["health"]?.value),
            /^Degraded since \S+Z \(npm run wait -- dev says more\): Deployment "backend" exceeded/,
        );
    });

    step("with a newer build that works dev goes on, and nobody was let down", async () => {
        const fixed = await nextTagFor(scene, "dev", BACKEND);
        await pushTag(scene, "backend", fixed);
        await stuck.awaitBegun(fixed);
        assert.match(await stuck.wait("--timeout 4m"), /is Synced and Healthy\.\n$/);
        await stuck.assertNobodyLetDown();
        await stuck.bePatient();
    });
}

/** Waits until Argo CD has begun with a release. */
async function rolling(scene: Scene, stack: StackName, tag: string): Promise<void> {
    const { api, argoNamespace, instance } = scene.watched[stack];
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
