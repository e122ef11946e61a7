import assert from "node:assert/strict";

import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation";

import { differencesIn } from "../../../../scripts/ci/drift/differences";

const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const SECRET = "kubernetes:core/v1:Secret";
const MARK = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

interface Step {
    readonly op: string;
    readonly type?: string;
    readonly name?: string;
    readonly old?: Record<string, unknown>;
    readonly new?: Record<string, unknown>;
    readonly paths?: readonly string[];
    readonly diffs?: readonly string[];
}

function event({ op, type = DEPLOYMENT, name = "app", paths = [], diffs, ...sides }: Step) {
    const urn = `urn:pulumi:dev::argocd-image-drift::${type}::${name}`;
    const side = (inputs?: Record<string, unknown>) =>
        inputs && { type, urn, id: name, parent: "", provider: "", inputs, outputs: {} };
    const detailedDiff = Object.fromEntries(
        paths.map((path) => [path, { diffKind: "update", inputDiff: true }]),
    );
    const metadata = { op, urn, type, old: side(sides.old), new: side(sides.new), diffs };
    return {
        sequence: 0,
        timestamp: 0,
        resourcePreEvent: {
            metadata: { ...metadata, detailedDiff } as unknown as StepEventMetadata,
        },
    } as EngineEvent;
}

describe("scripts/ci: what of a stack is not as the program has it", () => {
    it("is nothing where everything stays", () => {
        assert.deepEqual(differencesIn([event({ op: "refresh" }), event({ op: "same" })]), []);
    });

    it("is what was changed by hand, with both values", () => {
        const seen = differencesIn([
            event({ op: "refresh", old: { spec: { replicas: 1 } } }),
            event({
                op: "update",
                old: { spec: { replicas: 2 }, metadata: { labels: { "a.b/c": "x" } } },
                new: { spec: { replicas: 1 }, metadata: { labels: {} } },
                paths: ["spec.replicas", 'metadata.labels["a.b/c"]'],
            }),
        ]);
        assert.deepEqual(seen, [
            {
                fate: "changed",
                type: DEPLOYMENT,
                name: "app",
                properties: [
                    { path: 'metadata.labels["a.b/c"]', found: '"x"' },
                    { path: "spec.replicas", found: "2", wanted: "1" },
                ],
            },
        ]);
    });

    it("is what is gone", () => {
        const seen = differencesIn([event({ op: "refresh" }), event({ op: "create", new: {} })]);
        assert.deepEqual(seen, [{ fate: "added", type: DEPLOYMENT, name: "app", properties: [] }]);
    });

    it("is one replacement, however many steps it takes", () => {
        const sides = { old: { spec: 1 }, new: { spec: 2 }, diffs: ["spec"] };
        const seen = differencesIn(
            ["create-replacement", "replace", "delete-replaced"].map((op) =>
                event({ op, ...sides }),
            ),
        );
        assert.deepEqual(
            seen.map(({ fate, properties }) => [fate, properties]),
            [["replaced", [{ path: "spec", found: "1", wanted: "2" }]]],
        );
    });

    it("never has a secret's value, of a Secret or in anything else", () => {
        const sides = { old: { data: { key: "aGVsbG8=" } }, new: { data: { key: "d29ybGQ=" } } };
        const marked = { old: { env: { ...MARK, ciphertext: "x" } }, new: { env: "plain" } };
        const seen = differencesIn([
            event({ op: "update", type: SECRET, name: "one", ...sides, paths: ["data.key"] }),
            event({ op: "update", name: "two", ...marked, paths: ["env"] }),
        ]);
        assert.deepEqual(
            seen.map(({ properties }) => properties),
            [[{ path: "data.key" }], [{ path: "env" }]],
        );
    });

    it("is not that a look signs in with credentials of its own", () => {
        const type = "pulumi:providers:kubernetes";
        const seen = differencesIn([event({ op: "update", type, diffs: ["kubeconfig"] })]);
        assert.deepEqual(seen, []);
    });
});
