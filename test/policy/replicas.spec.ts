import { type Case, casesOf, file } from "./support/cases";
import type { Given } from "./support/judge";

const SETTINGS = "manifests/overlays/production/settings/kustomization.yaml";
const OBJECTS = "manifests/overlays/production/settings/objects.yaml";

function settings(replicas: string, path = SETTINGS): Given {
    return file(
        path,
        `kind: Component
patches:
  - target: {kind: Deployment, name: backend}
    patch: |
      kind: Deployment
      metadata:
        name: backend
      spec:
        ${replicas}
        template: {}
`,
    );
}

const LOW =
    /settings\/kustomization\.yaml" gives backend 2 replicas; production has at least 3\..+stacks\/prod\.ts/;

const CASES: readonly Case[] = [
    ["three replicas", settings("replicas: 3")],
    ["a patch about something else", settings("minReadySeconds: 1")],
    ["fewer elsewhere", settings("replicas: 1", SETTINGS.replace("production", "staging"))],
    [
        "fewer than that, where that is asked for",
        settings("replicas: 2"),
        undefined,
        { config: { "production-replicas": { minimum: 2 } } },
    ],
    ["two replicas", settings("replicas: 2"), LOW],
    [
        "the overlay of production whichever stack writes it",
        { ...settings("replicas: 2"), stack: "dev" },
        LOW,
    ],
    [
        "three replicas where nine are asked for",
        settings("replicas: 3"),
        /gives backend 3 replicas; production has at least 9/,
        { config: { "production-replicas": { minimum: 9 } } },
    ],
    [
        "a Deployment that leaves it to the default",
        file("manifests/overlays/production/x.yaml", "kind: Deployment\nmetadata: {name: worker}"),
        /gives worker 1 replicas/,
    ],
    [
        "replicas of the kustomization itself",
        file(SETTINGS, "kind: Component\nreplicas: [{name: worker, count: 1}]"),
        /gives worker 1 replicas/,
    ],
    [
        "a Deployment that Pulumi makes",
        {
            type: "kubernetes:apps/v1:Deployment",
            name: "own",
            stack: "prod",
            inputs: { metadata: { name: "own" }, spec: { replicas: 1 } },
        },
        /Deployment "own" gives own 1 replicas/,
    ],
    [
        "an overlay of another name that is said to be production",
        settings("replicas: 1", SETTINGS.replace("production", "live")),
        /gives backend 1 replicas/,
        { config: { "production-replicas": { overlays: ["live"] } } },
    ],
];

casesOf("production-replicas", CASES);

function budget(name: string, keeps = "maxUnavailable: 1"): Given {
    return file(
        OBJECTS,
        `kind: PodDisruptionBudget
metadata: {name: any}
spec:
  ${keeps}
  selector:
    matchLabels: {app.kubernetes.io/name: ${name}}
`,
    );
}

function ownDeployment(stack = "prod"): Given {
    return {
        type: "kubernetes:apps/v1:Deployment",
        name: "own",
        stack,
        inputs: {
            metadata: { name: "own", namespace: "tools" },
            spec: { replicas: 3, template: { metadata: { labels: { app: "own", tier: "x" } } } },
        },
    };
}

function ownBudget(app: string, spec: object = { maxUnavailable: 1 }): Given {
    return {
        type: "kubernetes:policy/v1:PodDisruptionBudget",
        name: "own",
        stack: "prod",
        inputs: {
            metadata: { name: "own", namespace: "tools" },
            spec: { selector: { matchLabels: { app } }, ...spec },
        },
    };
}

const NO_BUDGET = /Deployment "own" has no PodDisruptionBudget that selects its pods.+add one/;

casesOf("production-disruption-budget", [
    ["one for each application", [settings("replicas: 3"), budget("backend")]],
    [
        "one that asks for a share of the pods",
        [settings("replicas: 3"), budget("backend", "minAvailable: 50%")],
    ],
    ["a Deployment that Pulumi makes, with its own", [ownDeployment(), ownBudget("own")]],
    ["a Deployment that Pulumi makes elsewhere", ownDeployment("dev")],
    ["other overlays", settings("replicas: 1", SETTINGS.replace("production", "development"))],
    [
        "none",
        [settings("replicas: 3"), file(OBJECTS, "# nothing")],
        /has no PodDisruptionBudget for backend beside it\..+settings\/objects\.yaml/,
    ],
    [
        "one for another application",
        [settings("replicas: 3"), budget("frontend")],
        /has no PodDisruptionBudget for backend/,
    ],
    ...["minAvailable: 0", "minAvailable: 0%", "maxUnavailable: 100%", "maxUnavailable: 3"].map(
        (keeps): Case => [
            `one that keeps no pod: ${keeps}`,
            [settings("replicas: 3"), budget("backend", keeps)],
            /has a PodDisruptionBudget for backend beside it that lets all its pods go/,
        ],
    ),
    ["a Deployment that Pulumi makes, without any", ownDeployment(), NO_BUDGET],
    [
        "a Deployment that Pulumi makes, with that of another one",
        [ownDeployment(), ownBudget("other")],
        NO_BUDGET,
    ],
    [
        "a Deployment that Pulumi makes, with one that keeps no pod",
        [ownDeployment(), ownBudget("own", { minAvailable: 0 })],
        NO_BUDGET,
    ],
    [
        "an overlay whose replicas nobody states",
        [file("manifests/overlays/production/kustomization.yaml", "kind: Kustomization")],
        /states replicas of nothing/,
    ],
]);
