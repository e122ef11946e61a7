import { formatPath } from "../../../../lab/providers/kubernetes/propertyPath";
import {
    isArray,
    isProperties,
    objectAt,
    type Properties,
    textAt,
    type Value,
} from "../../../../lab/providers/protocol/values";
import { APP_KEY } from "../../../support/privateKeys";
import { runProgram } from "../../../support/program";
import type { Registered } from "../../../support/registry";
import {
    type ChangeInPlace,
    type Sample,
    sampleKinds,
    type SampleKind,
    sampleOf,
    samples,
} from "./objects";

/** Each kind of object, and each of the ways to sign in. */
const STACKS = {
    dev: {
        ingressHost: "argocd.example.com",
        ingressClassName: "nginx",
        registryUsername: "robot",
        registryPassword: "password",
        appSecrets: JSON.stringify({ GIVEN: "given" }),
    },
    staging: { gitAuth: "token", gitToken: "token" },
    prod: {
        gitAuth: "githubApp",
        githubAppId: "1",
        githubAppInstallationId: "2",
        githubAppPrivateKey: APP_KEY,
        writeBack: "pullRequest",
    },
} as const satisfies Record<string, Readonly<Record<string, string>>>;

/** Objects of the real program's stacks, by kind: made once, because they are only read. */
export const registeredObjects: () => Promise<Readonly<Record<SampleKind, readonly Sample[]>>> =
    once(async () => {
        const objects: Sample[] = [];
        // One after the other: a program has the engine's place to itself.
        for (const [stack, config] of Object.entries(STACKS)) {
            const { registry } = await runProgram(stack, config);
            objects.push(...registry.resources.filter(isMade).map(sampleOfResource));
        }
        const kindOf = ({ inputs }: Sample) => textAt(inputs, "kind");
        const unasserted = objects.filter((object) => !(kindOf(object) in samples));
        if (unasserted.length > 0) {
            throw new Error(`no row is asserted for ${unasserted.map(kindOf).join()}`);
        }
        const ofKind = (kind: SampleKind) => objects.filter((object) => kindOf(object) === kind);
        return Object.fromEntries(sampleKinds.map((kind) => [kind, ofKind(kind)])) as Record<
            SampleKind,
            Sample[]
        >;
    });

function once<T>(make: () => Promise<T>): () => Promise<T> {
    let made: Promise<T> | undefined;
    return () => (made ??= make());
}

/** What is read has an identifier, and nothing is imported; releases have a table of their own. */
function isMade({ type, id }: Registered): boolean {
    return type.startsWith("kubernetes:") && !type.startsWith("kubernetes:helm.sh") && id === "";
}

function sampleOfResource({ inputs }: Registered): Sample {
    const { stringData, ...rest } = JSON.parse(JSON.stringify(inputs)) as Properties;
    if (!isProperties(stringData)) {
        return sampleOf(rest, changedInPlace(rest));
    }
    // As the provider's check hands it on, for which there is a row.
    const object = { ...rest, data: { ...objectAt(rest, "data"), ...encoded(stringData) } };
    return { ...sampleOf(object, changedInPlace(object)), stringData };
}

function encoded(stringData: Properties): Properties {
    return Object.fromEntries(
        Object.keys(stringData).map((key) => [
            key,
            Buffer.from(textAt(stringData, key)).toString("base64"),
        ]),
    );
}

/** Another text in `spec`; where there is none, a label. */
function changedInPlace(object: Properties): ChangeInPlace {
    const changed = withFirstText(objectAt(object, "spec"));
    if (changed !== undefined) {
        const inputs = { ...object, spec: changed.value };
        return { path: formatPath(["spec", ...changed.path]), inputs, adds: false };
    }
    const metadata = objectAt(object, "metadata");
    const labels = objectAt(metadata, "labels");
    const inputs = { ...object, metadata: { ...metadata, labels: { ...labels, a: "b" } } };
    const isFirst = Object.keys(labels).length === 0;
    return { path: isFirst ? "metadata.labels" : "metadata.labels.a", inputs, adds: true };
}

/** The value with the first text in it replaced, and where that is. */
function withFirstText(value: Value): { path: (string | number)[]; value: Value } | undefined {
    if (typeof value === "string") {
        return { path: [], value: "changed" };
    }
    if (isArray(value)) {
        for (const [index, item] of value.entries()) {
            const changed = withFirstText(item);
            if (changed) {
                return {
                    path: [index, ...changed.path],
                    value: value.with(index, changed.value),
                };
            }
        }
    } else if (isProperties(value)) {
        for (const [key, item] of Object.entries(value)) {
            const changed = withFirstText(item);
            if (changed) {
                return {
                    path: [key, ...changed.path],
                    value: { ...value, [key]: changed.value },
                };
            }
        }
    }
    return undefined;
}
