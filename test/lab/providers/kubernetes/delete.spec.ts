import assert from "node:assert/strict";
import { InitializationError } from "../../../../lab/providers/protocol/provider";
import {
    describeAnswers,
    request,
    createdState,
    DELETE,
    eventually,
    READY_AT_ONCE,
} from "../support/answers";

describeAnswers("Delete", [
    {
        says: "it is deleted in the foreground and waited for; what is not there is fine",
        from: DELETE,
        kinds: READY_AT_ONCE,
        run: async (given) => {
            const { provider, sample, server } = given;
            const { olds } = await createdState(given);
            await provider.delete({ ...request(sample), id: sample.id, state: olds, timeout: 5 });
            assert.equal(server.objects.has(sample.path), false);
            const deletion = server.seen.find(({ method }) => method === "DELETE");
            assert.equal(deletion?.body["propagationPolicy"], "Foreground");
            await provider.delete({ ...request(sample), id: sample.id, state: olds, timeout: 5 });
        },
    },
    {
        says: "a finalizer keeps it: the deletion waits, tells so, and keeps it in the state",
        from: "await/condition/deleted.go, provider/provider.go Delete",
        kinds: READY_AT_ONCE,
        run: async (given) => {
            const { provider, sample, server, told } = given;
            const { olds } = await createdState(given);
            server.keepsDeleted = true;
            await assert.rejects(
                provider.delete({ ...request(sample), id: sample.id, state: olds, timeout: 0.3 }),
                (error) =>
                    error instanceof InitializationError &&
                    error.message === "timed out waiting for the condition",
            );
            assert.ok(told.some(([, text]) => text === "Resource scheduled for deletion"));
            assert.ok(
                told.some(
                    ([kind, text]) =>
                        kind === "warning" &&
                        text.startsWith("finalizers might be preventing deletion"),
                ),
            );
        },
    },
    {
        says: "a deletion ends when the object goes",
        from: "await/condition/deleted.go",
        kinds: READY_AT_ONCE,
        run: async (given) => {
            const { provider, sample, server, told } = given;
            const { olds } = await createdState(given);
            server.keepsDeleted = true;
            const deletion = provider.delete({
                ...request(sample),
                id: sample.id,
                state: olds,
                timeout: 10,
            });
            await eventually(() =>
                told.some(([, text]) => text === "Resource scheduled for deletion"),
            );
            server.remove(sample.path);
            await deletion;
        },
    },
]);
