import assert from "node:assert/strict";
import { objectAt, unknown } from "../../../../lab/providers/protocol/values";
import { describeAnswers, createdState, diff, DIFF, NAMESPACED } from "../support/answers";
import type { Sample } from "../support/objects";

/** A Secret with another value under its first key, and where. */
function otherData({ inputs }: Sample) {
    const data = objectAt(inputs, "data");
    const key = Object.keys(data)[0] ?? "";
    return {
        path: /[.]/.test(key) ? `data["${key}"]` : `data.${key}`,
        inputs: { ...inputs, data: { ...data, [key]: "b3RoZXI=" } },
    };
}

describeAnswers("Diff", [
    {
        says: "fields that the cluster filled in are no difference",
        from: `${DIFF}, provider/util.go pruneMap`,
        run: async (given) => {
            const { olds } = await createdState(given);
            const changed = {
                ...olds,
                status: { anything: true },
                spec: { ...objectAt(olds, "spec"), defaulted: 1 },
            };
            const answer = await diff(given, changed, given.sample.inputs);
            assert.deepEqual(
                { changed: answer.changed, replaces: answer.replaces },
                { changed: false, replaces: [] },
            );
        },
    },
    {
        says: "other changes are made in place and reported by path",
        from: `${DIFF}, provider/provider.go convertPatchToDiff`,
        run: async (given) => {
            const { olds } = await createdState(given);
            const { inPlace } = given.sample;
            const answer = await diff(given, olds, inPlace.inputs);
            assert.deepEqual(Object.keys(answer.detailed ?? {}), [inPlace.path]);
            assert.deepEqual(answer.replaces, []);
        },
    },
    {
        says: "ignored changes are no difference",
        from: DIFF,
        run: async (given) => {
            const { olds } = await createdState(given);
            const { inPlace } = given.sample;
            const answer = await diff(given, olds, inPlace.inputs, [inPlace.path]);
            assert.equal(answer.changed, false);
        },
    },
    {
        says: "another name replaces, the new one first",
        from: "provider/diff.go forceNewProperties",
        run: async (given) => {
            const { olds } = await createdState(given);
            const metadata = { ...objectAt(given.sample.inputs, "metadata"), name: "other" };
            const answer = await diff(given, olds, { ...given.sample.inputs, metadata });
            assert.deepEqual(answer.replaces, ["metadata.name"]);
            assert.equal(answer.deleteBeforeReplace, false);
        },
    },
    {
        says: "another namespace replaces, the new one first",
        from: "provider/diff.go forceNewProperties",
        kinds: NAMESPACED,
        run: async (given) => {
            const { olds } = await createdState(given);
            const metadata = { ...objectAt(given.sample.inputs, "metadata"), namespace: "other" };
            const answer = await diff(given, olds, { ...given.sample.inputs, metadata });
            assert.deepEqual(answer.replaces, ["metadata.namespace"]);
            assert.equal(answer.deleteBeforeReplace, false);
        },
    },
    {
        says: "changed data or type of a Secret replaces it, the old one first",
        from: "provider/diff.go forceNewProperties, provider/provider.go Diff",
        kinds: ["Secret"],
        run: async (given) => {
            const { olds } = await createdState(given);
            const { path, inputs } = otherData(given.sample);
            const data = await diff(given, olds, inputs);
            assert.deepEqual([data.replaces, data.deleteBeforeReplace], [[path], true]);
            const type = await diff(given, olds, { ...given.sample.inputs, type: "example.com/x" });
            assert.deepEqual([type.replaces, type.deleteBeforeReplace], [["type"], true]);
        },
    },
    {
        says: "an autonamed Secret is replaced with the new one first",
        from: DIFF,
        kinds: ["Secret"],
        run: async (given) => {
            const metadata = {
                ...objectAt(given.sample.inputs, "metadata"),
                annotations: { "pulumi.com/autonamed": "true" },
            };
            const { olds } = await createdState(given, { ...given.sample.inputs, metadata });
            const { path, inputs } = otherData(given.sample);
            const answer = await diff(given, olds, { ...inputs, metadata });
            assert.deepEqual([answer.replaces, answer.deleteBeforeReplace], [[path], false]);
        },
    },
    {
        says: "a value that is not known yet is a change",
        from: "provider/provider.go addPatchValueToDiff",
        run: async (given) => {
            const { olds } = await createdState(given);
            const metadata = {
                ...objectAt(given.sample.inputs, "metadata"),
                labels: { a: unknown },
            };
            const answer = await diff(given, olds, { ...given.sample.inputs, metadata });
            assert.equal(answer.changed, true);
            assert.deepEqual(answer.replaces, []);
        },
    },
]);
