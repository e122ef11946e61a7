import assert from "node:assert/strict";
import * as fs from "node:fs/promises";
import * as path from "node:path";

import type { LabStack, Operation } from "../engine/labStack";
import { json, UNSET } from "../engine/settings";
import { type Lab, openJoiningStack, openLab, openStack } from "../loop/lab";
import { isFullRun, partsOfRun } from "./support/parts";
import { userShell } from "./support/userShell";
import { assertSame, type Snapshot, takeSnapshot } from "./support/snapshot";
import { stepsOfOneStory } from "./support/steps";

const PACK = ["policy"];

/** Exit codes of a CLI that has stopped for a violation. */
const REFUSED = [1, 255];

/** The policy pack under the real engine, before anything exists. */
describe("the policy pack", () => {
    const step = stepsOfOneStory();

    let lab: Lab;
    let dev: LabStack;
    let prod: LabStack;
    let nothing: Snapshot;

    step("has nothing against a preview of dev", async () => {
        lab = await openLab(partsOfRun(), "policy");
        nothing = await takeSnapshot(lab);
        dev = await openStack(lab, "dev");
        assertPassed(await dev.preview({ policyPacks: PACK }));
    });

    step("has nothing against a preview of prod", async () => {
        prod = await openJoiningStack(lab, "prod");
        assertPassed(await prod.preview({ policyPacks: PACK }));
    });

    if (isFullRun()) {
        step("refuses prod where more replicas are asked for than it has", async () => {
            const config = path.join(lab.program, "strict.json");
            await fs.writeFile(config, JSON.stringify({ "production-replicas": { minimum: 9 } }));
            await assert.rejects(
                prod.preview({ policyPacks: PACK, policyPackConfigs: [config] }),
                /\[mandatory\] +production-replicas[^]+gives backend 3 replicas; production has at least 9\. To fix it: raise `replicas` in stacks\/prod\.ts/,
            );
        });
    }

    step("refuses an up of dev with secrets in Helm values, before anything is made", async () => {
        const values = lab.settings["updaterValues"]?.value ?? "{}";
        const secrets = {
            ...(JSON.parse(values) as object),
            config: { "registries.token": "a-token-in-plain-sight" },
            podAnnotations: { "example.com/note": `calls GitHub with ${lab.token}` },
        };
        await dev.configure({ updaterValues: json(secrets) });
        const command = "pulumi up --yes --stack dev --policy-pack policy";
        const { stdout } = await userShell(lab, command, REFUSED);
        assert.match(
            stdout,
            /no-plain-secret[^]+the value of "registries\.token" in its input values\.config\.registries\.token/,
        );
        assert.match(
            stdout,
            /no-secret-in-a-second-place[^]+values\.podAnnotations\.example\.com\/note.+what is secret in token of "github"/,
        );
        await dev.configure({ updaterValues: lab.settings["updaterValues"] ?? UNSET });
        assertSame(nothing, await takeSnapshot(lab));
    });
});

function assertPassed({ changes, printed }: Operation): void {
    assert.deepEqual(Object.keys(changes), ["create"]);
    assert.match(printed, /✅ argocd-image-drift@v/);
}
