import assert from "node:assert/strict";
import Ajv from "ajv";
import { keysDocumented, keysReadByPods, valuesSchema } from "../../../lab/charts/valuesSchema";

const MANIFESTS = [
    {
        spec: {
            containers: [
                {
                    env: [
                        { valueFrom: { configMapKeyRef: { name: "settings", key: "log.level" } } },
                        { valueFrom: { configMapKeyRef: { name: "other", key: "secret" } } },
                    ],
                },
            ],
            volumes: [
                { configMap: { name: "settings", items: [{ key: "profile", path: "p" }] } },
                { configMap: { name: "settings" } },
            ],
        },
    },
];

describe("the schema of a packed chart", () => {
    it("knows the keys that pods read from environment and files", () => {
        assert.deepEqual(keysReadByPods(MANIFESTS, "settings"), ["log.level", "profile"]);
    });

    it("knows the keys of an annotated example, commented out or not", () => {
        const example = [
            "data:",
            "  url: x",
            "  # Some words: not a key",
            "  # timeout.x: 3s",
            "    nested: y",
        ].join("\n");
        assert.deepEqual(keysDocumented(example), ["url", "timeout.x"]);
    });

    it("refuses a key that nothing reads, and keeps what the source says", () => {
        const source = JSON.stringify({
            type: "object",
            properties: {
                config: { type: "object", additionalProperties: { type: "string" } },
                other: { type: "boolean" },
            },
        });
        const schema = valuesSchema(source, [
            {
                of: {
                    value: ["config"],
                    configMap: "settings",
                    extra: ["registries"],
                    patterns: ["^accounts\\."],
                },
                allowed: ["log.level", "log.level"],
            },
        ]);
        const validate = new Ajv().compile(JSON.parse(schema) as object);
        const valid = (config: object): boolean => validate({ config });
        assert.ok(valid({ "log.level": "info", registries: "x", "accounts.me": "login" }));
        assert.ok(!valid({ "log.levle": "info" }));
        assert.ok(!valid({ "log.level": 3 }));
        assert.ok(!validate({ other: "x" }));
    });
});
