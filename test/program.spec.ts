import assert from "node:assert/strict";

import { repositoryDescription } from "../components/repositoryDescription";

import { APP_KEY } from "./support/privateKeys";
import { type ProgramRun, runProgram } from "./support/program";
import { isOwn, type Registry } from "./support/registry";

const FILE = "github:index/repositoryFile:RepositoryFile";

const BASE_FILES = [
    "README.md",
    "apps/backend/.dockerignore",
    "apps/backend/Dockerfile",
    "apps/backend/answer.go",
    "apps/backend/go.mod",
    "apps/backend/main.go",
    "apps/frontend/.dockerignore",
    "apps/frontend/Dockerfile",
    "apps/frontend/answer.go",
    "apps/frontend/go.mod",
    "apps/frontend/main.go",
    "manifests/base/backend-deployment.yaml",
    "manifests/base/configmap.yaml",
    "manifests/base/frontend-deployment.yaml",
    "manifests/base/ingress.yaml",
    "manifests/base/kustomization.yaml",
    "manifests/base/secret.yaml",
    "manifests/base/storage.yaml",
];

function overlayFiles(overlay: string): string[] {
    return ["kustomization.yaml", "settings/kustomization.yaml", "settings/objects.yaml"].map(
        (file) => `${FILE} environment:manifests/overlays/${overlay}/${file}`,
    );
}

const KEYS = ["read", "write"].flatMap((access) => [
    `github:index/repositoryDeployKey:RepositoryDeployKey ${access}-key-1`,
    `tls:index/privateKey:PrivateKey ${access}-key-1`,
]);

const INSTANCE = [
    "kubernetes:argocd-image-updater.argoproj.io/v1alpha1:ImageUpdater image-update",
    "kubernetes:argoproj.io/v1alpha1:AppProject application-project",
    "kubernetes:argoproj.io/v1alpha1:Application application",
    "kubernetes:argoproj.io/v1alpha1:Application application-health",
    "kubernetes:core/v1:Namespace application",
    "kubernetes:core/v1:Namespace cluster-answers",
    "kubernetes:core/v1:Secret application-read",
    "kubernetes:core/v1:Secret image-update-write",
];

/** What there must be of an Argo CD that another stack has installed. */
const JOINED = [
    ["core/v1:Namespace joined-argocd", "argocd"],
    ["core/v1:ConfigMap joined-argocd", "argocd/argocd-cm"],
    ["core/v1:ConfigMap joined-argocd-updater", "argocd/argocd-image-updater-config"],
    ["apiregistration.k8s.io/v1:APIService joined-argocd", "v1alpha1.argoproj.io"],
    [
        "apiregistration.k8s.io/v1:APIService joined-argocd-updater",
        "v1alpha1.argocd-image-updater.argoproj.io",
    ],
].map(([line = "", id]) => [`kubernetes:${line}-must-be-installed-first`, id] as const);

describe("the program", () => {
    it("dev makes the repository, installs everything and registers its environment", async () => {
        const { registry } = await runProgram("dev");
        assert.deepEqual(
            registry.list(),
            [
                ...BASE_FILES.map((path) => `${FILE} repository:${path}`),
                `${FILE} repository:.github/workflows/build-and-push.yml`,
                ...overlayFiles("development"),
                "github:index/repository:Repository repository",
                ...KEYS,
                "kubernetes:core/v1:Namespace argocd",
                "kubernetes:helm.sh/v3:Release argocd-release",
                "kubernetes:helm.sh/v3:Release image-updater",
                "kubernetes:networking.k8s.io/v1:NetworkPolicy image-updater",
                ...INSTANCE,
            ].sort(),
        );
    });

    for (const [stack, overlay] of [
        ["staging", "staging"],
        ["prod", "production"],
    ] as const) {
        it(`${stack} joins: its overlay, its keys, its environment, nothing shared`, async () => {
            const { registry } = await runProgram(stack);
            assert.deepEqual(
                registry.list(),
                [
                    ...overlayFiles(overlay),
                    ...KEYS,
                    // Read, not made: they have identifiers, below.
                    ...JOINED.map(([line]) => line),
                    ...INSTANCE,
                ].sort(),
            );
            for (const [line, id] of JOINED) {
                const [type = "", name = ""] = line.split(" ");
                assert.equal(registry.get(type, name).id, id);
            }
        });
    }

    it("names everything after application and stack", async () => {
        const { registry } = await runProgram("prod");
        const names = registry.resources
            .filter(({ type }) => type.startsWith("kubernetes:"))
            .map(({ inputs }) => inputs["metadata"] as { name: string; namespace?: string })
            .filter((metadata) => metadata as unknown)
            .map(({ name, namespace }) => (namespace ? `${namespace}/${name}` : name))
            .sort();
        assert.deepEqual(names, [
            "argocd/letsgo-app-prod",
            "argocd/letsgo-app-prod",
            "argocd/letsgo-app-prod",
            "argocd/letsgo-app-prod-read",
            "argocd/letsgo-app-prod-write",
            "letsgo-app-prod",
        ]);
    });

    it("tells where things are and what is waited for", async () => {
        const { outputs } = await runProgram("staging");
        const tags = String.raw`regexp:^v?(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}(-[0-9A-Za-z.]+)?$`;
        assert.deepEqual(outputs, {
            argoCdUrl: "https://localhost:8080",
            argoCdSignIn: [
                "kubectl -n argocd port-forward svc/argocd-server 8080:443",
                "kubectl -n argocd get secret argocd-initial-admin-secret " +
                    "-o jsonpath='{.data.password}' | base64 -d",
            ],
            application: "letsgo-app-staging",
            health: "Unknown, not synced (npm run wait -- staging says more)",
            repositoryUrl: "https://github.com/Letsgo/letsgo-gitops",
            trackedImages: ["backend", "frontend"].map((name) => ({
                image: `ghcr.io/letsgo/letsgo-app-${name}`,
                strategy: "semver",
                constraint: "^1.0",
                allowTags: tags,
            })),
            writeBackPath: "manifests/overlays/staging",
            waitingFor: ["backend", "frontend"].map(
                (name) =>
                    `ghcr.io/letsgo/letsgo-app-${name}: a tag within ^1.0, allowed by ${tags}`,
            ),
            addToBase: [],
            keptOnDestroy: [],
            lostOnDestroy: [],
        });
    });

    for (const stack of ["dev", "prod"]) {
        it(`${stack}: tells which line base lacks for an image that was configured later`, async () => {
            const config = { images: JSON.stringify([{ name: "backend" }, { name: "worker" }]) };
            const file = "manifests/base/kustomization.yaml";
            const files = { [file]: "resources: [backend-deployment.yaml]\n" };
            const description = repositoryDescription("letsgo-app");
            const gitHub = { repository: { description }, files };
            const { outputs, registry } = await runProgram(stack, config, { gitHub });
            assert.deepEqual(outputs["addToBase"], [
                `${file}, resources: - worker-deployment.yaml`,
            ]);
            // Base itself stays as Git has it; the owner of the repository seeds the image's files.
            const seeded = registry
                .list()
                .filter((line) => line.includes("base/worker-deployment"));
            assert.equal(seeded.length, stack === "dev" ? 1 : 0);
            const reads = registry.calls.filter(({ inputs }) => inputs["file"] === file);
            assert.equal(reads.length, 1);
        });
    }

    it("registers nothing when the configuration is bad", async () => {
        const registries: Registry[] = [];
        await assert.rejects(
            runProgram(
                "dev",
                { githubOwnr: "letsgo", updaterInterval: "soon" },
                { installed: (registry) => registries.push(registry) },
            ),
            (error: Error) => {
                assert.match(error.message, /githubOwnr/);
                assert.match(error.message, /updaterInterval/);
                return true;
            },
        );
        assert.deepEqual(
            registries.flatMap(({ resources }) => resources.map(({ type }) => type)),
            ["pulumi:pulumi:Stack"],
        );
    });

    it("previews with unknowns, and the first preview knows every file and object", async () => {
        const config = {
            appSecrets: JSON.stringify({ GIVEN: "given", MADE_UP: "" }),
            registryUsername: "robot",
            registryPassword: "password",
        };
        const { registry, requests } = await runProgram("dev", config, { preview: true });
        assert.deepEqual(
            requests.all
                .flatMap(({ name, unknown }) => unknown.map((at) => `${name} ${at}`))
                .sort(),
            [
                // All that is made up: keys and passwords.
                "application-app stringData",
                "application-read stringData",
                "image-update-write stringData",
                "read-key-1 key",
                "write-key-1 key",
            ],
        );
        const { registry: made } = await runProgram("dev", config);
        assert.deepEqual(registry.list(), made.list());
    });
});

describe("invariants of the program", () => {
    const runs: [string, () => Promise<ProgramRun>][] = [
        ["dev", () => runProgram("dev")],
        ["prod", () => runProgram("prod")],
        [
            "dev with every credential",
            () =>
                runProgram("dev", {
                    gitAuth: "token",
                    gitToken: "canary-git-token",
                    registry: "registry.example.com:5000",
                    registryUsername: "canary-registry-username",
                    registryPassword: "canary-registry-password",
                    appSecrets: JSON.stringify({ API_KEY: "canary-app-secret", MADE_UP: "" }),
                    kubeconfig: KUBECONFIG,
                }),
        ],
        ["dev with rules and reviews", () => runProgram("dev", GUARDED)],
        [
            "dev with a GitHub App",
            () =>
                runProgram("dev", {
                    gitAuth: "githubApp",
                    githubAppId: "7",
                    githubAppInstallationId: "70",
                    githubAppPrivateKey: APP_KEY,
                }),
        ],
        ["dev with webhooks", () => runProgram("dev", { ingressHost: "argocd.example.com" })],
    ];

    for (const [name, run] of runs) {
        it(`${name}: every resource has a parent, and an explicit provider`, async () => {
            const { registry } = await run();
            for (const { type, name: resource, provider, id } of registry.resources) {
                const own = isOwn(type) || type.startsWith("pulumi:");
                assert.ok(own || provider !== "", `${type} ${resource} has no explicit provider`);
                const root = type === "pulumi:pulumi:Stack";
                const parent = root ? true : registry.optionsOf(type, resource).parent;
                // Reads that come first have none: `up --target` reads, but makes no component.
                const atTop = isOwn(type) || type.startsWith("pulumi:") || id !== "";
                assert.ok(parent ?? atTop, `${type} ${resource} has no parent`);
            }
        });

        it(`${name}: no secret is in a plain input, an option or an output`, async () => {
            const { registry, outputs } = await run();
            for (const { type, name: resource, inputs, secretInputs } of registry.resources) {
                for (const [path, value] of leaves(inputs)) {
                    const secret = secretInputs.some(
                        (hidden) => path === hidden || path.startsWith(`${hidden}.`),
                    );
                    assert.ok(
                        secret || !/canary|PRIVATE KEY/.test(value),
                        `${type} ${resource}: ${path} shows a secret`,
                    );
                }
            }
            assert.doesNotMatch(JSON.stringify(outputs), /canary|PRIVATE KEY/);
        });
    }

    it("a positive control: the secrets are where they belong", async () => {
        const [, run] = runs[2] ?? assert.fail();
        const { registry } = await run();
        const secrets = registry.resources.flatMap(({ name, inputs, secretInputs }) =>
            leaves(inputs)
                .filter(([, value]) => value.includes("canary"))
                .map(([path]) => `${name} ${path} ${secretInputs.join()}`),
        );
        assert.deepEqual(secrets.sort(), [
            "application-app stringData.API_KEY stringData",
            "application-app stringData.MADE_UP stringData",
            "application-pull stringData..dockerconfigjson stringData",
            "application-read stringData.sshPrivateKey stringData",
            "cluster kubeconfig kubeconfig",
            "github token token",
            "image-update-registry stringData.credentials stringData",
            "image-update-write stringData.password stringData",
            "repository:REGISTRY_PASSWORD value value",
            "repository:REGISTRY_USERNAME value value",
        ]);
    });

    it("takes a repository of its own over after a crash, and leaves the rest alone", async () => {
        const { registry } = await runProgram(
            "dev",
            {},
            {
                gitHub: {
                    repository: { description: repositoryDescription("letsgo-app") },
                    deployKeys: [
                        { id: 7, title: "letsgo-app-dev-read-1", key: "ssh-ed25519 AAAApublic" },
                    ],
                },
            },
        );
        const importOf = (type: string, name: string) => registry.optionsOf(type, name).import;
        assert.equal(importOf("github:index/repository:Repository", "repository"), "letsgo-gitops");
        const keyType = "github:index/repositoryDeployKey:RepositoryDeployKey";
        assert.equal(importOf(keyType, "read-key-1"), "letsgo-gitops:7");
        assert.equal(importOf(keyType, "write-key-1"), undefined);
    });
});

/** All that guards a repository, but for who needs to be looked up. */
const GUARDED = {
    repositoryTopics: '["gitops"]',
    mergeMethods: '["squash"]',
    vulnerabilityAlerts: "true",
    branchRules: "true",
    requiredApprovals: "1",
    requiredChecks: '["build"]',
    codeOwners: '["@alice"]',
    githubEnvironment: "true",
};

const KUBECONFIG = `
apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: "https://127.0.0.1:6443"}}]
users: [{name: u, user: {token: canary-cluster-token}}]
contexts: [{name: x, context: {cluster: c, user: u}}]
current-context: x
`;

/** Paths and values of all strings in an object. */
function leaves(value: unknown, path = ""): [string, string][] {
    if (typeof value === "string") {
        return [[path, value]];
    }
    if (typeof value !== "object" || value === null) {
        return [];
    }
    return Object.entries(value).flatMap(([key, item]) =>
        leaves(item, path === "" ? key : `${path}.${key}`),
    );
}
