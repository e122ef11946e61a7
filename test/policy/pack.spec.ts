import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { makeRules } from "../../policy/rules";
import { PackProcess } from "./support/packProcess";

/** A secret in the engine's own form. */
function secret<T>(value: T) {
    return {
        "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
        value,
    };
}

const SECRET = "kubernetes:core/v1:Secret";
const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";

/** The pack as it is started by the engine: what the policy SDK makes of secrets is its own. */
describe("the policy pack as a process", function () {
    this.timeout(120_000);
    let pack: PackProcess;

    before(async () => {
        pack = await PackProcess.start();
    });
    after(async () => {
        await pack.stop();
    });

    function resource(type: string, name: string, properties: Record<string, never> | object) {
        const urn = `urn:pulumi:dev::argocd-image-drift::${type}::${name}`;
        return { type, urn, properties: properties as Record<string, string> };
    }

    it("has all rules", async () => {
        assert.deepEqual(
            await pack.rules(),
            makeRules().map(({ name }) => name),
        );
    });

    it("sees which inputs are secret, wherever they are marked", async () => {
        const whole = resource(SECRET, "whole", {
            stringData: secret({ password: "correct-horse" }),
        });
        const value = resource(SECRET, "value", { data: { list: [secret("eA==")] } });
        assert.deepEqual(await pack.judge(whole), []);
        assert.deepEqual(await pack.judge(value), []);
    });

    it("sees which are not", async () => {
        const [message, ...more] = await pack.judge(
            resource(SECRET, "plain", { stringData: { password: "x" } }),
        );
        assert.match(message ?? "", /^no-plain-secret: [^]+"plain" has data in its input/);
        assert.deepEqual(more, []);
    });

    it("is not stopped by what is unknown", async () => {
        const { unknownValue } = pulumi.runtime;
        const labels = { "argocd.argoproj.io/secret-type": "repository" };
        const made = [
            resource(SECRET, "later", { metadata: { labels }, stringData: unknownValue }),
            resource(SECRET, "secret", { metadata: { labels }, stringData: secret(unknownValue) }),
            resource(CONFIG_MAP, "map", { data: { password: unknownValue } }),
        ];
        for (const each of made) {
            assert.deepEqual(await pack.judge(each), []);
        }
    });

    it("finds a secret of one resource in another", async () => {
        assert.deepEqual(await pack.judgeStack(), []);
        const map = resource(CONFIG_MAP, "settings", { data: { note: "<correct-horse>" } });
        assert.deepEqual(await pack.judge(map), []);
        const [message, ...more] = await pack.judgeStack();
        assert.match(
            message ?? "",
            /^no-secret-in-a-second-place: [^]+"settings" .+ secret in stringData\.password of "whole"/,
        );
        assert.deepEqual(more, []);
    });
});
