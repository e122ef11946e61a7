import assert from "node:assert/strict";
import { InitializationError } from "../../../../lab/providers/protocol/provider";
import { revealAll, textAt } from "../../../../lab/providers/protocol/values";
import {
    describeAnswers,
    request,
    BUILT_IN,
    createdState,
    CUSTOM,
    diff,
    READ,
    READY_AT_ONCE,
} from "../support/answers";

describeAnswers("Read", [
    {
        says: "get returns the object with its fields as inputs",
        from: READ,
        kinds: BUILT_IN,
        run: async ({ provider, sample, server }) => {
            server.put(sample.path, { ...sample.inputs, status: { phase: "x" } });
            const found = await provider.read({
                ...request(sample),
                id: sample.id,
                state: {},
                inputs: {},
            });
            assert.equal(found?.id, sample.id);
            assert.deepEqual(revealAll(found.inputs), sample.inputs);
            assert.equal(textAt(found.state, "status", "phase"), "x");
        },
    },
    {
        says: "an imported custom resource has only its identity as inputs",
        from: "provider/provider.go Read (no input properties in the schema)",
        kinds: CUSTOM,
        run: async ({ provider, sample, server }) => {
            server.put(sample.path, sample.inputs);
            const found = await provider.read({
                ...request(sample),
                id: sample.id,
                state: {},
                inputs: {},
            });
            const { apiVersion = "", kind = "" } = sample.inputs;
            const namespace = textAt(sample.inputs, "metadata", "namespace");
            const metadata = { name: sample.name, namespace };
            assert.deepEqual(found?.inputs, { apiVersion, kind, metadata });
        },
    },
    {
        says: "what is gone, or whose kind is gone, is deleted from the state",
        from: READ,
        kinds: READY_AT_ONCE,
        run: async (given) => {
            const { provider, sample, server } = given;
            const { olds } = await createdState(given);
            server.remove(sample.path);
            const read = () =>
                provider.read({
                    ...request(sample),
                    id: sample.id,
                    state: olds,
                    inputs: sample.inputs,
                });
            assert.equal(await read(), undefined);
            server.hasCustomKinds = false;
            assert.equal(await read(), undefined);
        },
    },
    {
        says: "refresh shows changes of what the program said, and nothing else",
        from: READ,
        kinds: READY_AT_ONCE,
        run: async (given) => {
            const { provider, sample, server } = given;
            const { olds } = await createdState(given);
            server.put(sample.path, { ...revealAll(sample.inPlace.inputs), status: { a: 1 } });
            const found = await provider.read({
                ...request(sample),
                id: sample.id,
                state: olds,
                inputs: sample.inputs,
            });
            assert.ok(found);
            const answer = await diff(given, found.state, sample.inputs);
            assert.equal(answer.changed, !sample.inPlace.adds, JSON.stringify(answer));
        },
    },
    {
        says: "refresh tells that an Ingress has no address, and keeps it",
        from: "await/ingress.go Read, provider/provider.go Read",
        kinds: ["Ingress"],
        run: async ({ provider, sample, server }) => {
            server.put(sample.path, sample.inputs);
            await assert.rejects(
                provider.read({
                    ...request(sample),
                    id: sample.id,
                    state: sample.inputs,
                    inputs: sample.inputs,
                }),
                (error) =>
                    error instanceof InitializationError &&
                    error.inputs !== undefined &&
                    error.message ===
                        `Resource '${sample.name}' was created but failed to initialize`,
            );
        },
    },
]);
