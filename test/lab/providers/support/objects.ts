import type { Properties } from "../../../../lab/providers/protocol/values";

/** An object of each kind that the program registers, as its inputs describe it. */
export interface Sample {
    readonly type: string;
    readonly path: string;
    readonly id: string;
    readonly inputs: Properties;
    /** A change that is made in place, the path it is reported under, and its kind of change. */
    readonly inPlace: { readonly path: string; readonly inputs: Properties };
}

function sample(
    apiVersion: string,
    kind: string,
    options: {
        readonly plural: string;
        readonly namespace?: string;
        readonly rest: Properties;
        readonly changed: Properties;
        readonly changedPath: string;
    },
): Sample {
    const { namespace, plural } = options;
    const metadata = { name: "it", ...(namespace !== undefined && { namespace }) };
    const base = { apiVersion, kind, metadata };
    const group = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const scope = namespace === undefined ? "" : `/namespaces/${namespace}`;
    return {
        type: `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`,
        path: `${group}${scope}/${plural}/it`,
        id: namespace === undefined ? "it" : `${namespace}/it`,
        inputs: { ...base, ...options.rest },
        inPlace: {
            path: options.changedPath,
            inputs: { ...base, ...options.rest, ...options.changed },
        },
    };
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
    plural: "networkpolicies",
    namespace: "apps",
    rest: { spec: { podSelector: {}, policyTypes: ["Ingress"] } },
    changed: { spec: { podSelector: {}, policyTypes: ["Egress"] } },
    changedPath: "spec.policyTypes[0]",
});
const ingress = sample("networking.k8s.io/v1", "Ingress", {
    plural: "ingresses",
    namespace: "apps",
    rest: { spec: ingressSpec("a.example.com") },
    changed: { spec: ingressSpec("b.example.com") },
    changedPath: "spec.rules[0].host",
});
const appProject = sample("argoproj.io/v1alpha1", "AppProject", {
    plural: "appprojects",
    namespace: "apps",
    rest: { spec: { sourceRepos: ["git@a:b.git"] } },
    changed: { spec: { sourceRepos: ["git@a:c.git"] } },
    changedPath: "spec.sourceRepos[0]",
});
const application = sample("argoproj.io/v1alpha1", "Application", {
    plural: "applications",
    namespace: "apps",
    rest: { spec: { project: "p", source: { path: "a" } } },
    changed: { spec: { project: "p", source: { path: "b" } } },
    changedPath: "spec.source.path",
});
const imageUpdater = sample("argocd-image-updater.argoproj.io/v1alpha1", "ImageUpdater", {
    plural: "imageupdaters",
    namespace: "apps",
    rest: { spec: { applicationRefs: [{ namePattern: "a" }] } },
    changed: { spec: { applicationRefs: [{ namePattern: "b" }] } },
    changedPath: "spec.applicationRefs[0].namePattern",
});

export const samples = {
    Namespace: sample("v1", "Namespace", {
        plural: "namespaces",
        rest: {},
        changed: { metadata: { name: "it", labels: { a: "b" } } },
        changedPath: "metadata.labels",
    }),
    Secret: sample("v1", "Secret", {
        plural: "secrets",
        namespace: "apps",
        rest: { data: { key: "dmFsdWU=" }, type: "Opaque" },
        changed: { metadata: { name: "it", namespace: "apps", labels: { a: "b" } } },
        changedPath: "metadata.labels",
    }),
    NetworkPolicy: networkPolicy,
    Ingress: ingress,
    AppProject: appProject,
    Application: application,
    ImageUpdater: imageUpdater,
} as const satisfies Record<string, Sample>;

export type SampleKind = keyof typeof samples;

export const sampleKinds = Object.keys(samples) as SampleKind[];
