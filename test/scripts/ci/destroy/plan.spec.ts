import assert from "node:assert/strict";

import {
    destructionPlan,
    destructionReport,
    refusal,
    type StackBefore,
} from "../../../../scripts/ci/destroy/plan";

const before: StackBefore = {
    stack: "dev",
    resources: 61,
    protectedNames: [],
    usedBy: [],
    lost: ["the data on volume claim letsgo-app in namespace letsgo-app-dev"],
    kept: ["https://github.example/letsgo/app"],
};

describe("scripts/ci: what a destroy takes along", () => {
    it("is said beforehand: data that are lost, and what is kept", () => {
        assert.equal(refusal(before), undefined);
        const plan = destructionPlan(before);
        assert.match(plan, /`dev` is about to be destroyed: 61 resources/);
        assert.match(plan, /Lost, and nobody can bring it back:\*\*\n\n- `the data on volume/);
        assert.match(plan, /Kept:\n\n- `https:\/\/github\.example\/letsgo\/app`/);
    });

    it("is said when there is nothing of it", () => {
        const plan = destructionPlan({ ...before, lost: [], kept: [] });
        assert.match(plan, /No data are lost\.\n\nNothing is kept\./);
        assert.match(
            destructionPlan({ ...before, resources: 0 }),
            /nothing that could be destroyed/,
        );
    });

    it("is refused where other stacks use it, with the way out", () => {
        const used = { ...before, usedBy: ["staging", "prod"], protectedNames: ["argocd"] };
        assert.match(refusal(used) ?? "", /dev is used by staging, prod \(config usedBy\)/);
        assert.match(refusal(used) ?? "", /pulumi config rm --stack dev usedBy/);
        assert.match(destructionPlan(used), /^## `dev` is not destroyed/);
    });

    it("is refused where something is still protected, by name", () => {
        const held = { ...before, protectedNames: ["argocd", "repository"] };
        assert.match(refusal(held) ?? "", /protected resources: argocd, repository/);
        assert.match(refusal(held) ?? "", /one deployment of dev lifts/);
    });

    it("is told afterwards", () => {
        const report = destructionReport(before, true);
        assert.match(report, /Gone for good:\n\n- `the data/);
        assert.match(report, /Still there:\n\n- `https/);
        assert.match(report, /stays in `Pulumi\.dev\.yaml`/);
    });

    it("is not told of what has failed", () => {
        const report = destructionReport(before, false);
        assert.match(report, /`dev` is not destroyed, or not all of it/);
        assert.doesNotMatch(report, /Gone for good|Still there/);
    });
});
