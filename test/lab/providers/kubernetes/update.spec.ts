import assert from "node:assert/strict";
import { InitializationError } from "../../../../lab/providers/protocol/provider";
import { objectAt, textAt } from "../../../../lab/providers/protocol/values";
import { describeAnswers, request, createdState, READY_AT_ONCE, UPDATE } from "../support/answers";
import { status } from "../support/fakeApiServer";

describeAnswers("Update", [
    {
        says: "an update moves the created fields to its own manager, then applies without force",
        from: `${UPDATE}, await/await.go fixCSAFieldManagers`,
        kinds: READY_AT_ONCE,
        run: async (given) => {
            const { provider, sample, server } = given;
            const managed = {
                manager: "pulumi-kubernetes",
                operation: "Update",
                fieldsV1: { "f:metadata": {} },
            };
            const { olds } = await createdState(given);
            const live = server.objects.get(sample.path) ?? {};
            server.put(sample.path, {
                ...live,
                metadata: { ...objectAt(live, "metadata"), managedFields: [managed] },
            });
            server.seen.length = 0;
            await provider.update({
                ...request(sample),
                id: sample.id,
                olds,
                news: sample.inPlace.inputs,
                ignoreChanges: [],
                timeout: 0,
                preview: false,
            });
            const patches = server.seen.filter(({ method }) => method === "PATCH");
            const manager = textAt(olds, "__fieldManager");
            assert.deepEqual(
                patches.map(({ contentType, query }) => [contentType, query]),
                [
                    ["application/json-patch+json", {}],
                    ["application/apply-patch+yaml", { fieldManager: manager, force: "false" }],
                ],
            );
        },
    },
    {
        says: "a conflict with another manager fails, but keeps the object",
        from: `${UPDATE}, await/await.go handleSSAErr`,
        kinds: READY_AT_ONCE,
        run: async (given) => {
            const { provider, sample, server } = given;
            const { olds } = await createdState(given);
            server.refusals.set(
                `PATCH ${sample.path}`,
                status(409, "Conflict", "Apply failed with 1 conflict"),
            );
            await assert.rejects(
                provider.update({
                    ...request(sample),
                    id: sample.id,
                    olds,
                    news: sample.inPlace.inputs,
                    ignoreChanges: [],
                    timeout: 0,
                    preview: false,
                }),
                (error) =>
                    error instanceof InitializationError &&
                    /field conflict detected/.test(error.message),
            );
        },
    },
]);
