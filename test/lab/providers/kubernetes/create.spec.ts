import assert from "node:assert/strict";
import { InitializationError } from "../../../../lab/providers/protocol/provider";
import {
    objectAt,
    reveal,
    revealAll,
    Secret,
    textAt,
    unknown,
} from "../../../../lab/providers/protocol/values";
import {
    describeAnswers,
    request,
    createdState,
    CREATE,
    CUSTOM,
    eventually,
    NAMESPACED,
    READY_AT_ONCE,
} from "../support/answers";
import { status } from "../support/fakeApiServer";
import { writes } from "../support/kubernetesProvider";

describeAnswers("Create", [
    {
        says: "a preview asks the server by a dry run and leaves status out",
        from: CREATE,
        run: async (given) => {
            const { provider, sample, server } = given;
            const { id, state } = await provider.create({
                ...request(sample),
                inputs: sample.inputs,
                timeout: 0,
                preview: true,
            });
            assert.equal(id, "");
            assert.equal(textAt(state, "metadata", "uid"), `uid-${sample.name}`);
            assert.equal(state["status"], undefined);
            assert.deepEqual(writes(server), []);
            assert.ok(
                server.seen.some(
                    ({ method, query }) => method === "POST" && query["dryRun"] === "All",
                ),
            );
        },
    },
    {
        says: "a preview of a kind that is not there yet shows the inputs",
        from: "provider/provider.go Create (gvkExists)",
        kinds: CUSTOM,
        run: async ({ provider, sample, server }) => {
            server.hasCustomKinds = false;
            const { state } = await provider.create({
                ...request(sample),
                inputs: sample.inputs,
                timeout: 0,
                preview: true,
            });
            assert.deepEqual(state, sample.inputs);
        },
    },
    {
        says: "a preview with unknown values, or in a namespace that is not there, shows the inputs",
        from: "provider/provider.go Create (hasComputedValue), await/error.go IsNamespaceNotFoundErr",
        kinds: NAMESPACED,
        run: async ({ provider, sample, server }) => {
            const metadata = { ...objectAt(sample.inputs, "metadata"), labels: { a: unknown } };
            const inputs = { ...sample.inputs, metadata };
            const answer = await provider.create({
                ...request(sample),
                inputs,
                timeout: 0,
                preview: true,
            });
            assert.deepEqual(answer.state, inputs);
            server.objects.clear();
            const other = await provider.create({
                ...request(sample),
                inputs: sample.inputs,
                timeout: 0,
                preview: true,
            });
            assert.deepEqual(other.state, sample.inputs);
        },
    },
    {
        says: "a preview of an object that exists, or that one may not make, shows the inputs",
        from: "provider/provider.go Create (IsAlreadyExists, IsForbidden)",
        run: async ({ provider, sample, server }) => {
            server.put(sample.path, sample.inputs);
            const exists = await provider.create({
                ...request(sample),
                inputs: sample.inputs,
                timeout: 0,
                preview: true,
            });
            assert.deepEqual(exists.state, sample.inputs);
            const collection = sample.path.slice(0, sample.path.lastIndexOf("/"));
            server.refusals.set(`POST ${collection}`, status(403, "Forbidden", "no"));
            const forbidden = await provider.create({
                ...request(sample),
                inputs: sample.inputs,
                timeout: 0,
                preview: true,
            });
            assert.deepEqual(forbidden.state, sample.inputs);
        },
    },
    {
        says: "it is created by a POST as manager pulumi-kubernetes, with an id and its inputs kept",
        from: CREATE,
        kinds: READY_AT_ONCE,
        run: async (given) => {
            const { sample, server } = given;
            const { id, olds } = await createdState(given);
            assert.equal(id, sample.id);
            const post = server.seen.find(({ method }) => method === "POST");
            assert.deepEqual(post?.query, { fieldManager: "pulumi-kubernetes" });
            assert.deepEqual(reveal(revealAll(olds)["__inputs"] ?? null), sample.inputs);
            assert.match(textAt(olds, "__fieldManager"), /^pulumi-kubernetes-[0-9a-f]{8}$/);
            assert.equal(textAt(olds, "__initialApiVersion"), sample.inputs["apiVersion"]);
        },
    },
    {
        says: "data of a Secret is secret in the state",
        from: "provider/provider.go checkpointObject",
        kinds: ["Secret"],
        run: async (given) => {
            const { olds } = await createdState(given);
            assert.ok(olds["data"] instanceof Secret);
            assert.ok(objectAt(olds, "__inputs")["data"] instanceof Secret);
        },
    },
    {
        says: "an object that exists is not taken over",
        from: CREATE,
        run: async ({ provider, sample, server }) => {
            server.put(sample.path, sample.inputs);
            await assert.rejects(
                provider.create({
                    ...request(sample),
                    inputs: sample.inputs,
                    timeout: 0,
                    preview: false,
                }),
                /already exists[^]*use `pulumi import`/,
            );
        },
    },
    {
        says: "an Ingress waits for an address and is kept when none comes in time",
        from: "await/ingress.go, provider/provider.go partialError",
        kinds: ["Ingress"],
        run: async ({ provider, sample }) => {
            await assert.rejects(
                provider.create({
                    ...request(sample),
                    inputs: sample.inputs,
                    timeout: 0.2,
                    preview: false,
                }),
                (error) =>
                    error instanceof InitializationError &&
                    error.id === sample.id &&
                    error.message.includes(`'${sample.name}' timed out waiting to be Ready`) &&
                    error.reasons.some((reason) => reason.includes("hostname/IP address")),
            );
        },
    },
    {
        says: "with pulumi.com/waitFor it waits for that, and a cancellation ends the wait",
        from: "metadata/overrides.go ReadyCondition, await/internal/awaiter.go Await",
        kinds: CUSTOM,
        run: async ({ cancel, provider, sample, server, told }) => {
            const metadata = {
                ...objectAt(sample.inputs, "metadata"),
                annotations: { "pulumi.com/waitFor": "jsonpath={.status.phase}=Good" },
            };
            const inputs = { ...sample.inputs, metadata };
            const created = provider.create({
                ...request(sample),
                inputs,
                timeout: 10,
                preview: false,
            });
            await eventually(() =>
                told.some(([, text]) => text === "{.status.phase} selected nothing"),
            );
            server.put(sample.path, { ...inputs, status: { phase: "Good" } });
            assert.equal(textAt((await created).state, "status", "phase"), "Good");

            server.objects.delete(sample.path);
            const again = provider.create({
                ...request(sample),
                inputs,
                timeout: 10,
                preview: false,
            });
            setImmediate(cancel);
            await assert.rejects(
                again,
                (error) =>
                    error instanceof InitializationError &&
                    error.message.endsWith("context canceled"),
            );
        },
    },
]);
