import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";

import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation";

import { changesIn } from "../../../../scripts/ci/preview/changes";

/** As Pulumi 3.259 wrote them to its event log. */
const RECORDED = JSON.parse(
    fs.readFileSync(path.join(__dirname, "../../../fixtures/preview/events.json"), "utf8"),
) as EngineEvent[];

function step(of: Partial<StepEventMetadata>): EngineEvent {
    const metadata: StepEventMetadata = {
        op: "update",
        urn: "urn:pulumi:dev::project::component$type::thing",
        type: "random:index/randomString:RandomString",
        provider: "",
        ...of,
    };
    return { sequence: 0, timestamp: 0, resourcePreEvent: { metadata, planning: true } };
}

const state = (of: object) => ({ inputs: {}, outputs: {}, ...of }) as StepEventMetadata["old"];

describe("what a preview would do", () => {
    it("is read from a recorded preview: a resource is counted once, by the worst of its steps", () => {
        const { resources, unchanged, unprotected } = changesIn(RECORDED);
        const type = "random:index/randomPassword:RandomPassword";
        assert.deepEqual(resources, [
            {
                fate: "replaced",
                type,
                name: "kept",
                properties: ["length"],
                secret: true,
                protected: true,
            },
            {
                fate: "replaced",
                type: "random:index/randomString:RandomString",
                name: "id",
                properties: ["keepers", "length"],
                secret: true,
                protected: false,
            },
            {
                fate: "added",
                type: "random:index/randomString:RandomString",
                name: "new",
                properties: [],
                secret: false,
                protected: false,
            },
            {
                fate: "deleted",
                type,
                name: "gone",
                properties: [],
                secret: true,
                protected: false,
            },
        ]);
        assert.equal(unchanged, 6);
        assert.deepEqual(unprotected, ["same"]);
    });

    it("has the counts of the engine's own summary", () => {
        const { resources, unchanged } = changesIn(RECORDED);
        const summary = RECORDED.find(({ summaryEvent }) => summaryEvent)?.summaryEvent;
        const count = (fate: string) => resources.filter((one) => one.fate === fate).length;
        assert.deepEqual(
            { create: 1, delete: 1, replace: 2, same: 6 },
            { ...summary?.resourceChanges },
        );
        assert.deepEqual(
            [count("added"), count("deleted"), count("replaced"), unchanged],
            [1, 1, 2, 6],
        );
    });

    it("tells a secret that changes from one that stays", () => {
        const mark = {
            "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
            ciphertext: "[secret]",
        };
        const inputs = { configuration: { url: "u", secret: mark }, events: ["push"] };
        const touched = (diffs: string[]) =>
            changesIn([step({ diffs, old: state({ inputs }), new: state({ inputs }) })])
                .resources[0]?.secret;
        assert.equal(touched(["configuration.secret"]), true);
        assert.equal(touched(["events[0]"]), false);
    });

    it("does not take a provider that is handed a secret for one", () => {
        const token = "[secret]";
        const made = { op: "create", new: state({ inputs: { token } }) } as const;
        const { resources } = changesIn([
            step({ ...made, type: "pulumi:providers:github" }),
            step({ ...made, urn: "urn:pulumi:dev::project::type::other" }),
        ]);
        assert.deepEqual(
            resources.map(({ secret }) => secret),
            [false, true],
        );
    });

    it("leaves out what only the preview's own credentials change", () => {
        const provider = { type: "pulumi:providers:github" };
        const own = changesIn([step({ ...provider, diffs: ["token"] })]);
        assert.deepEqual([own.resources, own.unchanged, own.ownCredentials], [[], 1, ["thing"]]);
        const more = changesIn([step({ ...provider, diffs: ["token", "owner"] })]);
        assert.deepEqual([more.resources.length, more.ownCredentials], [1, []]);
    });

    it("knows a kubeconfig that describes another cluster", () => {
        const { otherCluster } = changesIn([
            step({ op: "replace", type: "pulumi:providers:kubernetes", diffs: ["kubeconfig"] }),
        ]);
        assert.deepEqual(otherCluster, ["thing"]);
    });

    it("has what policies say, and errors, without the engine's colours", () => {
        const { violations, errors } = changesIn([
            {
                sequence: 0,
                timestamp: 0,
                policyEvent: {
                    resourceUrn: "urn:pulumi:dev::project::type::web",
                    message: "<{%fg 1%}>Set limits.<{%reset%}>\n",
                    color: "raw",
                    policyName: "limits",
                    policyPackName: "pack",
                    policyPackVersion: "1",
                    policyPackVersionTag: "1",
                    enforcementLevel: "mandatory",
                },
            },
            {
                sequence: 1,
                timestamp: 0,
                diagnosticEvent: { message: "It failed.\n", color: "raw", severity: "error" },
            },
            {
                sequence: 2,
                timestamp: 0,
                diagnosticEvent: { message: "Noise", color: "raw", severity: "info" },
            },
        ]);
        assert.deepEqual(violations, [
            { policy: "limits", resource: "web", message: "Set limits.", mandatory: true },
        ]);
        assert.deepEqual(errors, ["It failed."]);
    });
});
