import assert from "node:assert/strict";

import { type ApplicationStatus, healthOf } from "../../components/applicationHealth";
import { runProgram } from "../support/program";

const APPLICATION = "kubernetes:argoproj.io/v1alpha1:Application";

const SINCE = "2026-11-23T13:58:59Z";
const BACKEND = "ghcr.io/letsgo/letsgo-app-backend";

/** As Argo CD 3.4 wrote it, three minutes after a release whose pods do not get ready. */
const DEGRADED: ApplicationStatus = {
    health: { status: "Degraded", lastTransitionTime: SINCE },
    sync: { status: "Synced" },
    operationState: { phase: "Succeeded", message: "successfully synced (all tasks run)" },
    resources: [
        { kind: "ConfigMap", name: "letsgo-app" },
        { kind: "Service", name: "backend", health: { status: "Healthy" } },
        {
            kind: "Deployment",
            name: "backend",
            health: {
                status: "Degraded",
                message: 'Deployment "backend" exceeded its progress deadline',
            },
        },
    ],
    summary: { images: [`${BACKEND}:v1.0.0`, `${BACKEND}:v1.0.1`] },
};

const HEALTHY: ApplicationStatus = {
    ...DEGRADED,
    health: { status: "Healthy", lastTransitionTime: SINCE },
    resources: [],
};

/** While a sync is repeated, its phase is Running. */
const REFUSED =
    'one or more synchronization tasks completed unsuccessfully, reason: Service "extra" is ' +
    "invalid. Retrying attempt #3 at 2:04PM.";

describe("how an Application is", () => {
    it("is one word when all is well", () => {
        assert.deepEqual(healthOf(HEALTHY), { state: "Healthy", reasons: [] });
    });

    for (const [title, status, state, reasons] of [
        [
            "which object is degraded, and since when",
            DEGRADED,
            `Degraded since ${SINCE}`,
            ['Deployment "backend" exceeded its progress deadline'],
        ],
        [
            "nothing of objects where Argo CD does not keep their health",
            { ...DEGRADED, resources: [{ kind: "Deployment", name: "backend" }] },
            `Degraded since ${SINCE}`,
            [],
        ],
        [
            "which images were never built, and nothing of the pods that wait for them",
            { ...DEGRADED, summary: { images: [`${BACKEND}:v0.0.0`] } },
            `Degraded since ${SINCE}`,
            [`not built yet: ${BACKEND}:v0.0.0`],
        ],
        [
            "why a sync is repeated",
            {
                ...HEALTHY,
                sync: { status: "OutOfSync" },
                operationState: { phase: "Running", message: REFUSED },
            },
            `Healthy since ${SINCE}, OutOfSync`,
            [`last sync: ${REFUSED}`],
        ],
        [
            "once, why a sync was given up",
            {
                ...HEALTHY,
                sync: { status: "OutOfSync" },
                operationState: { phase: "Failed", message: REFUSED },
                conditions: [
                    { type: "SyncError", message: "Failed last sync attempt to [4590d9c]:\n no" },
                ],
            },
            `Healthy since ${SINCE}, OutOfSync`,
            ["SyncError: Failed last sync attempt to [4590d9c]: no"],
        ],
        [
            "errors of reading Git, but no warnings",
            {
                ...HEALTHY,
                sync: { status: "Unknown" },
                conditions: [
                    { type: "OrphanedResourceWarning", message: "three orphans" },
                    { type: "ComparisonError", message: "permission denied (publickey)" },
                ],
            },
            `Healthy since ${SINCE}, Unknown`,
            ["ComparisonError: permission denied (publickey)"],
        ],
        ["that there is nothing to say yet", undefined, "Unknown, not synced", []],
    ] satisfies [string, ApplicationStatus | undefined, string, string[]][]) {
        it(`says ${title}`, () => {
            assert.deepEqual(healthOf(status), { state, reasons });
        });
    }
});

describe("the output `health`", () => {
    /** What the one that is read has beside the one that is registered. */
    const live = (status: ApplicationStatus) => ({
        outputs: { [APPLICATION]: (_: unknown, id: string) => (id === "" ? {} : { status }) },
    });

    it("reads the registered Application, by its id and with its provider", async () => {
        const { registry } = await runProgram("prod");
        const made = registry.get(APPLICATION, "application");
        const read = registry.get(APPLICATION, "application-health");
        assert.equal(made.id, "");
        assert.equal(read.id, "application-id");
        assert.deepEqual(read.inputs, {});
        assert.equal(read.provider, made.provider);
    });

    it("is short when all is well, and otherwise names the command before the reasons", async () => {
        const healthy = await runProgram("prod", {}, live(HEALTHY));
        assert.equal(healthy.outputs["health"], "Healthy");
        const degraded = await runProgram("prod", {}, live(DEGRADED));
        assert.equal(
            degraded.outputs["health"],
            `Degraded since ${SINCE} (npm run wait -- prod says more): ` +
                'Deployment "backend" exceeded its progress deadline',
        );
    });

    it("is unknown in a preview before there is an Application", async () => {
        const { outputs } = await runProgram("dev", {}, { preview: true });
        assert.equal(outputs["health"], undefined);
        assert.equal(outputs["application"], "letsgo-app-dev");
    });
});
