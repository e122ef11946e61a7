import assert from "node:assert/strict";

import type { LabStack } from "../engine/labStack";
import { REPOSITORY } from "../engine/settings";
import { type Lab, openJoiningStack, openLab } from "../loop/lab";
import { partsOfRun } from "./support/parts";
import { assertSame, type Snapshot, takeSnapshot } from "./support/snapshot";
import { stepsOfOneStory } from "./support/steps";

/** What a stack that joins does where what it joins is not there. */
describe("a stack that joins nothing", () => {
    const step = stepsOfOneStory();

    let lab: Lab;
    let stack: LabStack;
    let nothing: Snapshot;

    step("previews all there will be, and says what has to be there first", async () => {
        lab = await openLab(partsOfRun(), "joining");
        nothing = await takeSnapshot(lab);
        stack = await openJoiningStack(lab, "prod");
        const { changes, printed } = await stack.preview();
        assert.deepEqual(Object.keys(changes), ["create"]);
        assert.match(printed, /argoproj\.io\/v1alpha1:Application application/);
        assert.match(printed, /Run the stack that creates it first: pulumi up -s dev/);
        assert.match(printed, /Argo CD in namespace argocd was not looked at/);
    });

    step("is refused for want of the repository, before anything is made", async () => {
        await assert.rejects(stack.up(), /Run the stack that creates it first: pulumi up -s dev/);
        assertSame(nothing, await takeSnapshot(lab));
    });

    step("is refused for want of Argo CD, before anything is made", async () => {
        await lab.repository.create({ name: REPOSITORY, private: true, auto_init: true });
        const before = await takeSnapshot(lab);
        const missing =
            /Namespace \(joined-argocd-must-be-installed-first\):\s+error: .*resource 'argocd' does not exist/;
        await assert.rejects(stack.preview(), missing);
        await assert.rejects(stack.up(), missing);
        assertSame(before, await takeSnapshot(lab));
        await stack.destroy();
        await lab.repository.delete();
        assertSame(nothing, await takeSnapshot(lab));
    });
});
