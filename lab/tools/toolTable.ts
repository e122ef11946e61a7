/** A build: packages of one Go module that are compiled and linked by one command. */
export interface ToolBuild {
    readonly name: string;
    /** Directory below `modules/`. */
    readonly module: string;
    /** Tool name → package. With several, each tool is named as its package's last element. */
    readonly tools: Readonly<Record<string, string>>;
    /** Values set at link time: `importpath.name` → value. */
    readonly variables?: Readonly<Record<string, string>>;
    /** Seconds with empty caches on two cores, downloads included. */
    readonly expectedSeconds: number;
    /** Most memory its compilers and linkers take together, in MiB. */
    readonly memory: number;
    /** A build that compiles packages this one then finds in Go's cache. */
    readonly after?: string;
}

export const KUBERNETES_VERSION = "1.34.2";
export const ARGO_CD_VERSION = "3.4.2";
export const IMAGE_UPDATER_VERSION = "1.2.1";
export const PULUMI_VERSION = "3.259.0";

const kubernetesCommand = (name: string): [string, string] => [
    name,
    `k8s.io/kubernetes/cmd/${name}`,
];

/** Everything the lab builds from Go modules. Versions of the sources are in the modules' go.mod. */
export const TOOL_BUILDS: readonly ToolBuild[] = [
    {
        name: "kubernetes",
        module: "cluster",
        tools: Object.fromEntries(
            [
                "kube-apiserver",
                "kube-controller-manager",
                "kube-scheduler",
                "kubelet",
                "kube-proxy",
                "kubectl",
            ].map(kubernetesCommand),
        ),
        // Helm compares a chart's kubeVersion with the version that the API server reports.
        variables: {
            "k8s.io/component-base/version.gitVersion": `v${KUBERNETES_VERSION}`,
            "k8s.io/component-base/version.gitMajor": "1",
            "k8s.io/component-base/version.gitMinor": "34",
        },
        expectedSeconds: 320,
        memory: 4500,
    },
    {
        name: "pulumi",
        module: "pulumi-cli",
        tools: { pulumi: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi" },
        variables: { "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": PULUMI_VERSION },
        expectedSeconds: 235,
        memory: 3500,
    },
    {
        name: "argocd",
        module: "cluster",
        tools: { argocd: "github.com/argoproj/argo-cd/v3/cmd" },
        variables: { "github.com/argoproj/argo-cd/v3/common.version": ARGO_CD_VERSION },
        expectedSeconds: 140,
        memory: 3500,
        after: "kubernetes",
    },
    {
        name: "argocd-image-updater",
        module: "cluster",
        tools: { "argocd-image-updater": "github.com/argoproj-labs/argocd-image-updater/cmd" },
        variables: {
            "github.com/argoproj-labs/argocd-image-updater/pkg/version.version": `v${IMAGE_UPDATER_VERSION}`,
        },
        expectedSeconds: 15,
        memory: 2500,
        after: "argocd",
    },
    {
        name: "coredns",
        module: "cluster",
        tools: { coredns: "./coredns" },
        expectedSeconds: 10,
        memory: 1500,
        after: "argocd-image-updater",
    },
    {
        name: "volume-access",
        module: "cluster",
        tools: { "volume-access": "./volume-access" },
        expectedSeconds: 2,
        memory: 300,
        after: "coredns",
    },
    {
        name: "helm",
        module: "helm",
        tools: { helm: "helm.sh/helm/v3/cmd/helm" },
        expectedSeconds: 75,
        memory: 2500,
    },
    {
        name: "pulumi-resource-github",
        module: "github-provider",
        tools: { "pulumi-resource-github": "." },
        expectedSeconds: 60,
        memory: 2500,
        after: "pulumi",
    },
    {
        name: "kustomize",
        module: "kustomize",
        tools: { kustomize: "sigs.k8s.io/kustomize/kustomize/v5" },
        expectedSeconds: 40,
        memory: 1500,
    },
    {
        name: "actionlint",
        module: "actionlint",
        tools: { actionlint: "github.com/rhysd/actionlint/cmd/actionlint" },
        expectedSeconds: 7,
        memory: 500,
    },
    {
        // The version that the generated workflow installs: a test holds them together.
        name: "kubeconform",
        module: "kubeconform",
        tools: { kubeconform: "github.com/yannh/kubeconform/cmd/kubeconform" },
        expectedSeconds: 5,
        memory: 500,
    },
    {
        name: "pulumi-language-nodejs",
        module: "language-host",
        tools: {
            "pulumi-language-nodejs":
                "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
        },
        expectedSeconds: 25,
        memory: 1500,
    },
    {
        name: "pause",
        module: "pause",
        tools: { pause: "." },
        expectedSeconds: 2,
        memory: 300,
    },
];
