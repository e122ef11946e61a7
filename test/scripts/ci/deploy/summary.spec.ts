import assert from "node:assert/strict";

import { type Deployment, deploymentSummary } from "../../../../scripts/ci/deploy/summary";

const deployment: Deployment = {
    stack: "dev",
    commit: "0123456789abcdef",
    up: "success",
    wait: "success",
    outputs: {
        writeBackPath: "manifests/overlays/development",
        argoCdUrl: "https://argocd.example",
        health: "Healthy",
        addToBase: [],
        waitingFor: ["backend: a tag", "frontend: a | b"],
        trackedImages: [{ image: "backend", strategy: "semver" }],
        made: "[secret]",
    },
};

describe("scripts/ci: the summary of a deployment", () => {
    it("has the outputs, what people look for first", () => {
        const lines = deploymentSummary(deployment).split("\n");
        assert.deepEqual(lines.slice(0, 4), [
            "## `dev`: deployed and healthy",
            "",
            "Commit `0123456`.",
            "",
        ]);
        assert.deepEqual(lines.slice(6), [
            "| `health` | `Healthy` |",
            "| `argoCdUrl` | `https://argocd.example` |",
            "| `waitingFor` | `backend: a tag`<br>`frontend: a \\| b` |",
            "| `addToBase` | none |",
            "| `made` | `[secret]` |",
            '| `trackedImages` | `{"image":"backend","strategy":"semver"}` |',
            "| `writeBackPath` | `manifests/overlays/development` |",
        ]);
    });

    it("says what to do when the application is not healthy", () => {
        const summary = deploymentSummary({ ...deployment, wait: "failure" });
        assert.match(summary, /## `dev`: deployed, and not healthy/);
        assert.match(summary, /log of `npm run wait -- dev` says why/);
    });

    it("says that a run that failed goes on from where it was", () => {
        for (const up of ["failure", "cancelled"] as const) {
            const summary = deploymentSummary({ ...deployment, up, wait: "skipped", outputs: {} });
            assert.match(summary, /## `dev`: the deployment did not get to its end/);
            assert.match(summary, /next run goes on from there/);
            assert.doesNotMatch(summary, /\| Output/);
        }
    });

    it("says that nothing was changed where it was never reached", () => {
        const before: Deployment = { ...deployment, up: "skipped", wait: "skipped" };
        assert.match(deploymentSummary(before), /not deployed[\s\S]*Nothing was changed/);
    });
});
