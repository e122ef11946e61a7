import assert from "node:assert/strict";

import { lastDeployment, lastOperations } from "../../../scripts/ci/operations";
import { madeAmong, stackResources } from "../../../scripts/ci/stackResources";
import { withPulumi } from "../../support/standInPulumi";

describe("scripts/ci: what Pulumi remembers of a stack", () => {
    it("is each operation, of whatever kind, with its commit", async () => {
        const told = [
            { kind: "destroy", result: "succeeded", startTime: "3", endTime: "4", environment: {} },
            { kind: "update", result: "failed", startTime: "2", environment: { "git.head": "b" } },
            {
                kind: "update",
                result: "succeeded",
                startTime: "1",
                environment: { "git.head": "a" },
            },
        ];
        const operations = await withPulumi(told, () => lastOperations("dev"));
        assert.deepEqual(
            operations.map(({ kind, startTime, commit }) => [kind, startTime, commit]),
            [
                ["destroy", "3", undefined],
                ["update", "2", "b"],
                ["update", "1", "a"],
            ],
        );
        assert.equal(lastDeployment(operations)?.commit, "a");
        assert.equal(lastDeployment(operations.slice(0, 2)), undefined);
    });

    it("is nothing of a stack that was never deployed", async () => {
        assert.deepEqual(await withPulumi([], () => lastOperations("dev")), []);
    });

    it("is its resources; the stack itself and its providers are none that was made", async () => {
        const resource = (type: string, name: string, protect?: boolean) => ({
            urn: `urn:pulumi:dev::project::${type}::${name}`,
            type,
            protect,
        });
        const resources = [
            resource("pulumi:pulumi:Stack", "project-dev"),
            resource("pulumi:providers:kubernetes", "cluster"),
            resource("kubernetes:core/v1:Namespace", "argocd::x", true),
        ];
        const found = await withPulumi({ deployment: { resources } }, () => stackResources("dev"));
        assert.equal(found.length, 3);
        assert.deepEqual(madeAmong(found), [
            { name: "argocd::x", type: "kubernetes:core/v1:Namespace", isProtected: true },
        ]);
        assert.deepEqual(await withPulumi({ deployment: {} }, () => stackResources("dev")), []);
    });
});
