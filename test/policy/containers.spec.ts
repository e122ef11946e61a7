import { casesOf, file } from "./support/cases";
import type { Given } from "./support/judge";

const RESOURCES = "resources: {requests: {cpu: 1m, memory: 1Mi}, limits: {memory: 1Mi}}";

function base(pod: string, container = RESOURCES): Given {
    return file(
        "manifests/base/backend-deployment.yaml",
        `kind: Deployment
metadata: {name: backend}
spec:
  template:
    spec:
      ${pod}
      containers:
        - name: backend
          ${container}
`,
        "dev",
    );
}

function patch(container: string): Given {
    return file(
        "manifests/overlays/development/settings/kustomization.yaml",
        `patches:
  - patch: |
      kind: Deployment
      metadata: {name: backend}
      spec: {template: {spec: {containers: [{name: backend, ${container}}]}}}
`,
        "dev",
    );
}

function release(values: object): Given {
    return { type: "kubernetes:helm.sh/v3:Release", name: "argocd-release", inputs: { values } };
}

const NON_ROOT = "securityContext: {runAsNonRoot: true}";

casesOf("containers-non-root", [
    ["a pod that is not root", base(NON_ROOT)],
    ["a container that is not root", base("", NON_ROOT)],
    ["a patch that does not say", patch(RESOURCES)],
    ["values that do not say", release({ server: { replicas: 2 } })],
    [
        "a pod that does not say",
        base(""),
        /backend-deployment\.yaml" lets container backend of backend run as root.+runAsNonRoot/,
    ],
    ["user 0", base("securityContext: {runAsNonRoot: true, runAsUser: 0}"), /as user 0/],
    [
        "a container that says otherwise than its pod",
        base(NON_ROOT, NON_ROOT.replace("true", "false")),
        /run as root/,
    ],
    ["a privileged container", base(NON_ROOT, "securityContext: {privileged: true}"), /privileged/],
    ["a patch that makes it root", patch("securityContext: {runAsUser: 0}"), /as user 0/],
    [
        "an init container that is root",
        base("initContainers: [{name: first, securityContext: {runAsUser: 0}}]", NON_ROOT),
        /container first of backend as user 0/,
    ],
    [
        "values that make a chart's containers root",
        release({ server: { containerSecurityContext: { runAsNonRoot: false } } }),
        /Release "argocd-release" has server\.containerSecurityContext\.runAsNonRoot: false/,
    ],
    ["values that make them privileged", release({ privileged: true }), /privileged: true/],
    [
        "a workload of Pulumi's",
        {
            type: "kubernetes:batch/v1:CronJob",
            inputs: {
                metadata: { name: "own" },
                spec: {
                    jobTemplate: {
                        spec: { template: { spec: { containers: [{ name: "main" }] } } },
                    },
                },
            },
        },
        /lets container main of own run as root/,
    ],
]);

casesOf("containers-have-resources", [
    ["resources in base", base(NON_ROOT)],
    ["resources from the overlay's settings", [base(NON_ROOT, "image: x"), patch(RESOURCES)]],
    ["settings alone, where base is another stack's", patch(RESOURCES)],
    ["a patch about something else", [base(NON_ROOT), patch("image: x")]],
    [
        "none anywhere",
        base(NON_ROOT, "image: x"),
        /states no resources\.requests\.cpu, resources\.requests\.memory, resources\.limits\.memory for container backend/,
    ],
    [
        "settings without a limit",
        patch("resources: {requests: {cpu: 1m, memory: 1Mi}}"),
        /states no resources\.limits\.memory for container backend of backend/,
    ],
    [
        "neither half enough",
        [
            base(NON_ROOT, "resources: {requests: {cpu: 1m}}"),
            patch("resources: {limits: {memory: 1Mi}}"),
        ],
        [
            /no resources\.requests\.memory/,
            /no resources\.requests\.cpu, resources\.requests\.memory/,
        ],
    ],
]);
