import assert from "node:assert/strict";
import {
    objectAt,
    Properties,
    revealAll,
    Secret,
    textAt,
} from "../../../../lab/providers/protocol/values";
import { describeAnswers, request, CHECK, NAMESPACED, seed } from "../support/answers";

describeAnswers("Check", [
    {
        says: "a complete object keeps its inputs",
        from: CHECK,
        run: async ({ provider, sample }) => {
            const { inputs, failures } = await provider.check({
                ...request(sample),
                olds: {},
                news: sample.inputs,
                randomSeed: seed,
            });
            assert.deepEqual(revealAll(inputs), sample.inputs);
            assert.deepEqual(failures ?? [], []);
        },
    },
    {
        says: "without a name it is named <resource>-<8 hex> and marked as autonamed",
        from: "metadata/naming.go AssignNameIfAutonamable",
        run: async ({ provider, sample }) => {
            const { metadata: _metadata, ...news } = sample.inputs as { metadata: Properties };
            assert.ok(_metadata);
            const { inputs } = await provider.check({
                ...request(sample),
                olds: {},
                news,
                randomSeed: seed,
            });
            assert.match(textAt(inputs, "metadata", "name"), /^thing-[0-9a-f]{8}$/);
            assert.equal(textAt(inputs, "metadata", "annotations", "pulumi.com/autonamed"), "true");
        },
    },
    {
        says: "an automatic name is kept from the old inputs",
        from: "metadata/naming.go AdoptOldAutonameIfUnnamed",
        run: async ({ provider, sample }) => {
            const { metadata: _metadata, ...news } = sample.inputs as { metadata: Properties };
            const olds = {
                ...news,
                metadata: {
                    ..._metadata,
                    name: "thing-12345678",
                    annotations: { "pulumi.com/autonamed": "true" },
                },
            };
            const { inputs } = await provider.check({
                ...request(sample),
                olds,
                news,
                randomSeed: seed,
            });
            assert.equal(textAt(inputs, "metadata", "name"), "thing-12345678");
        },
    },
    {
        says: "the same seed gives the same name",
        from: "metadata/naming.go AssignNameIfAutonamable",
        run: async ({ provider, sample }) => {
            const names = [];
            for (let i = 0; i < 2; i++) {
                const news = { ...sample.inputs, metadata: {} };
                const { inputs } = await provider.check({
                    ...request(sample),
                    olds: {},
                    news,
                    randomSeed: new Uint8Array([1, 2, 3]),
                });
                names.push(textAt(inputs, "metadata", "name"));
            }
            assert.equal(names[0], names[1]);
        },
    },
    {
        says: "without a namespace it goes to the default one",
        from: CHECK,
        kinds: NAMESPACED,
        run: async ({ provider, sample }) => {
            const news = { ...sample.inputs, metadata: { name: "it" } };
            const { inputs } = await provider.check({
                ...request(sample),
                olds: {},
                news,
                randomSeed: seed,
            });
            assert.equal(textAt(inputs, "metadata", "namespace"), "default");
        },
    },
    {
        says: "a cluster-scoped object gets no namespace",
        from: `${CHECK}, clients/clients.go IsNamespacedKind`,
        kinds: ["Namespace"],
        run: async ({ provider, sample }) => {
            const { inputs } = await provider.check({
                ...request(sample),
                olds: {},
                news: sample.inputs,
                randomSeed: seed,
            });
            assert.deepEqual(inputs["metadata"], sample.inputs["metadata"]);
        },
    },
    {
        says: "generateName is refused",
        from: CHECK,
        run: async ({ provider, sample }) => {
            const news = { ...sample.inputs, metadata: { generateName: "it-" } };
            await assert.rejects(
                provider.check({ ...request(sample), olds: {}, news, randomSeed: seed }),
                /not supported in Server-Side Apply mode/,
            );
        },
    },
    {
        says: "stringData becomes encoded data, and data is secret",
        from: "clients/unstructured.go normalizeSecret, provider/provider.go annotateSecrets",
        kinds: ["Secret"],
        run: async ({ provider, sample }) => {
            const { data, ...rest } = sample.inputs;
            assert.ok(data && sample.stringData);
            const news = { ...rest, stringData: sample.stringData };
            const { inputs } = await provider.check({
                ...request(sample),
                olds: {},
                news,
                randomSeed: seed,
            });
            assert.ok(inputs["data"] instanceof Secret);
            assert.deepEqual(inputs["data"].value, data);
            assert.equal(inputs["stringData"], undefined);
        },
    },
    {
        says: "what was secret in the inputs is secret again, alone",
        from: "provider/provider.go annotateSecrets",
        kinds: NAMESPACED.filter((kind) => kind !== "Secret"),
        run: async ({ provider, sample }) => {
            const metadata = {
                ...objectAt(sample.inputs, "metadata"),
                annotations: { a: new Secret("s"), b: "p" },
            };
            const { inputs } = await provider.check({
                ...request(sample),
                olds: {},
                news: { ...sample.inputs, metadata },
                randomSeed: seed,
            });
            const { annotations } = inputs["metadata"] as { annotations: Properties };
            assert.ok(annotations["a"] instanceof Secret);
            assert.equal(annotations["b"], "p");
        },
    },
]);
