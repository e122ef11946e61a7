import { type Properties, textAt } from "../../../../lab/providers/protocol/values";

/** An object of a kind that the program registers, as its inputs describe it. */
export interface Sample {
    readonly type: string;
    readonly name: string;
    readonly path: string;
    readonly id: string;
    readonly inputs: Properties;
    readonly inPlace: ChangeInPlace;
    /** Of a Secret: what its data was before the provider's check. */
    readonly stringData?: Properties;
}

/** A change that is made in place. */
export interface ChangeInPlace {
    /** The path it is reported under. */
    readonly path: string;
    readonly inputs: Properties;
    /** Whether it is of a field that the inputs do not have. */
    readonly adds: boolean;
}

const PLURALS: Readonly<Record<string, string>> = {
    Ingress: "ingresses",
    NetworkPolicy: "networkpolicies",
};

/** An object as the provider and the server know it. */
export function sampleOf(inputs: Properties, inPlace: ChangeInPlace): Sample {
    const kind = textAt(inputs, "kind");
    const apiVersion = textAt(inputs, "apiVersion");
    const namespace = textAt(inputs, "metadata", "namespace");
    const name = textAt(inputs, "metadata", "name");
    const group = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const scope = namespace === "" ? "" : `/namespaces/${namespace}`;
    return {
        type: `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`,
        name,
        path: `${group}${scope}/${PLURALS[kind] ?? `${kind.toLowerCase()}s`}/${name}`,
        id: namespace === "" ? name : `${namespace}/${name}`,
        inputs,
        inPlace,
    };
}

function sample(
    apiVersion: string,
    kind: string,
    options: {
        readonly namespace?: string;
        readonly rest: Properties;
        readonly changed: Properties;
        readonly changedPath: string;
    },
): Sample {
    const { namespace, rest, changed, changedPath } = options;
    const metadata = { name: "it", ...(namespace !== undefined && { namespace }) };
    const inputs = { apiVersion, kind, metadata, ...rest };
    return sampleOf(inputs, {
        path: changedPath,
        inputs: { ...inputs, ...changed },
        adds: changedPath.startsWith("metadata."),
    });
}

const ingressSpec = (host: string) => ({
    rules: [
        {
            host,
            http: {
                paths: [
                    {
                        path: "/",
                        pathType: "Prefix",
                        backend: { service: { name: "svc", port: { number: 80 } } },
                    },
                ],
            },
        },
    ],
});

const networkPolicy = sample("networking.k8s.io/v1", "NetworkPolicy", {
    namespace: "apps",
    rest: { spec: { podSelector: {}, policyTypes: ["Ingress"] } },
    changed: { spec: { podSelector: {}, policyTypes: ["Egress"] } },
    changedPath: "spec.policyTypes[0]",
});
const ingress = sample("networking.k8s.io/v1", "Ingress", {
    namespace: "apps",
    rest: { spec: ingressSpec("a.example.com") },
    changed: { spec: ingressSpec("b.example.com") },
    changedPath: "spec.rules[0].host",
});
const appProject = sample("argoproj.io/v1alpha1", "AppProject", {
    namespace: "apps",
    rest: { spec: { sourceRepos: ["git@a:b.git"] } },
    changed: { spec: { sourceRepos: ["git@a:c.git"] } },
    changedPath: "spec.sourceRepos[0]",
});
const application = sample("argoproj.io/v1alpha1", "Application", {
    namespace: "apps",
    rest: { spec: { project: "p", source: { path: "a" } } },
    changed: { spec: { project: "p", source: { path: "b" } } },
    changedPath: "spec.source.path",
});
const imageUpdater = sample("argocd-image-updater.argoproj.io/v1alpha1", "ImageUpdater", {
    namespace: "apps",
    rest: { spec: { applicationRefs: [{ namePattern: "a" }] } },
    changed: { spec: { applicationRefs: [{ namePattern: "b" }] } },
    changedPath: "spec.applicationRefs[0].namePattern",
});

/** The least of each kind. */
export const samples = {
    Namespace: sample("v1", "Namespace", {
        rest: {},
        changed: { metadata: { name: "it", labels: { a: "b" } } },
        changedPath: "metadata.labels",
    }),
    Secret: {
        ...sample("v1", "Secret", {
            namespace: "apps",
            rest: { data: { key: "dmFsdWU=" }, type: "Opaque" },
            changed: { metadata: { name: "it", namespace: "apps", labels: { a: "b" } } },
            changedPath: "metadata.labels",
        }),
        stringData: { key: "value" },
    },
    NetworkPolicy: networkPolicy,
    Ingress: ingress,
    AppProject: appProject,
    Application: application,
    ImageUpdater: imageUpdater,
} as const satisfies Record<string, Sample>;

export type SampleKind = keyof typeof samples;

export const sampleKinds = Object.keys(samples) as SampleKind[];
