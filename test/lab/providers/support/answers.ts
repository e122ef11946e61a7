import assert from "node:assert/strict";
import { objectAt, Properties, textAt } from "../../../../lab/providers/protocol/values";
import { FakeApiServer } from "./fakeApiServer";
import { Harness, kubernetesProvider, urnOf } from "./kubernetesProvider";
import { Sample, sampleKinds, SampleKind, samples } from "./objects";
import { registeredObjects } from "./registered";

/** Everything a row needs: one object of one kind, in front of one fresh server. */
export interface Case extends Harness {
    readonly server: FakeApiServer;
    readonly kind: SampleKind;
    readonly sample: Sample;
}

/** One answer of the real provider, and where in its source it was read. */
export interface Row {
    readonly says: string;
    /** File and function below `provider/pkg` of pulumi/pulumi-kubernetes at commit 9497796. */
    readonly from: string;
    /** The kinds it is asserted for; all that the program registers unless given. */
    readonly kinds?: readonly SampleKind[];
    run(given: Case): Promise<void>;
}

export const NAMESPACED = sampleKinds.filter((kind) => kind !== "Namespace");
export const CUSTOM: readonly SampleKind[] = ["AppProject", "Application", "ImageUpdater"];
export const BUILT_IN = sampleKinds.filter((kind) => !CUSTOM.includes(kind));
/** Kinds that are ready as soon as they are made; an Ingress waits for an address. */
export const READY_AT_ONCE = sampleKinds.filter((kind) => kind !== "Ingress");
export const request = (sample: Sample) => urnOf(sample.type);
export const seed = new Uint8Array();

export const CHECK = "provider/provider.go Check";
export const DIFF = "provider/provider.go Diff";
export const CREATE = "provider/provider.go Create, await/await.go Creation";
export const READ = "provider/provider.go Read, await/await.go Read";
export const UPDATE = "provider/provider.go Update, await/await.go Update";
export const DELETE = "provider/provider.go Delete, await/await.go Deletion";

export async function createdState(
    given: Case,
    inputs = given.sample.inputs,
): Promise<{ id: string; olds: Properties }> {
    const awaited = given.kind !== "Ingress";
    const metadata = objectAt(inputs, "metadata");
    const annotations = objectAt(metadata, "annotations");
    const skip = { ...annotations, "pulumi.com/skipAwait": "true" };
    const made = awaited ? inputs : { ...inputs, metadata: { ...metadata, annotations: skip } };
    const { id, state } = await given.provider.create({
        ...request(given.sample),
        inputs: made,
        timeout: 5,
        preview: false,
    });
    if (awaited) {
        return { id, olds: state };
    }
    // The annotation served only to get the object made.
    const plain = (object: Properties) => ({
        ...object,
        metadata: { ...objectAt(object, "metadata"), annotations },
    });
    return { id, olds: { ...plain(state), __inputs: inputs } };
}

export function diff(
    given: Case,
    olds: Properties,
    news: Properties,
    ignoreChanges: readonly string[] = [],
) {
    const { sample } = given;
    return given.provider.diff({
        ...request(sample),
        id: sample.id,
        olds,
        oldInputs: sample.inputs,
        news,
        ignoreChanges,
    });
}

export async function eventually(holds: () => boolean): Promise<void> {
    const deadline = Date.now() + 5000;
    while (!holds()) {
        assert.ok(Date.now() < deadline, "waited 5 s for the provider to tell its status");
        await new Promise((resolve) => setTimeout(resolve, 5));
    }
}

/**
 * Asserts each row for each of its kinds: for the least object of the kind, and for all that the
 * program registers of it. Each has a server of its own.
 */
export function describeAnswers(rpc: string, rows: readonly Row[]): void {
    describe(`${rpc} of the lab's kubernetes provider answers as the real one`, () => {
        for (const row of rows) {
            describe(`${row.says} (${row.from})`, () => {
                for (const kind of row.kinds ?? sampleKinds) {
                    it(kind, () => onFreshServer(row, kind, samples[kind]));
                    it(`each ${kind} of the program`, () => forRegistered(row, kind));
                }
            });
        }
    });
}

async function forRegistered(row: Row, kind: SampleKind): Promise<void> {
    const objects = (await registeredObjects())[kind];
    assert.notEqual(objects.length, 0, `the program registers no ${kind}`);
    await Promise.all(
        objects.map(async (object) => {
            try {
                await onFreshServer(row, kind, object);
            } catch (error) {
                throw new Error(`${kind} ${object.id}`, { cause: error });
            }
        }),
    );
}

async function onFreshServer(row: Row, kind: SampleKind, sample: Sample): Promise<void> {
    const server = new FakeApiServer();
    const harness = await kubernetesProvider(await server.start());
    try {
        for (const namespace of ["apps", textAt(sample.inputs, "metadata", "namespace")]) {
            if (namespace !== "") {
                server.put(`/api/v1/namespaces/${namespace}`, {
                    apiVersion: "v1",
                    kind: "Namespace",
                    metadata: { name: namespace },
                });
            }
        }
        await row.run({ ...harness, server, kind, sample });
    } finally {
        harness.cancel();
        await server.stop();
    }
}
