import assert from "node:assert/strict";
import type { types } from "@pulumi/kubernetes";
import type { Unwrap } from "@pulumi/pulumi";

import {
    appNames,
    appProject,
    BASE_PATH,
    overlayPath,
    type RepositoryFile,
    settingsFiles,
} from "../../components/manifests";
import { dev } from "../../stacks/dev";
import { prod } from "../../stacks/prod";
import { assertGoldenTree } from "../support/golden";
import { kustomizeBuild, type KubernetesObject } from "../support/kustomize";
import {
    ENVIRONMENTS,
    environmentFiles,
    GHCR_APP,
    image,
    OTHER_APP,
    OTHER_REGISTRY,
    repositoryFiles,
} from "./sampleApps";

/** What kustomize prints has no Outputs in it. */
type Deployment = KubernetesObject & { spec: Unwrap<types.input.apps.v1.DeploymentSpec> };

const TREES = [
    {
        name: "repository-ghcr",
        app: GHCR_APP,
        files: repositoryFiles(GHCR_APP, "ghcr.io", "letsgo-app-registry"),
        pullSecret: "letsgo-app-registry",
    },
    {
        name: "repository-other-registry",
        app: OTHER_APP,
        files: repositoryFiles(OTHER_APP, OTHER_REGISTRY),
        pullSecret: undefined,
    },
];

describe("the repository's tree", function () {
    // kustomize may have to be built first.
    this.timeout(300_000);

    for (const { name, files } of TREES) {
        it(`${name} is the golden one`, () => {
            assertGoldenTree(name, files);
        });
    }

    for (const { name, app, files, pullSecret } of TREES) {
        for (const [stack, environment] of Object.entries(ENVIRONMENTS)) {
            describe(`${name}, ${environment.overlay}, built by kustomize`, () => {
                let objects: KubernetesObject[];
                let deployments: Deployment[];

                before(async () => {
                    objects = await kustomizeBuild(files, overlayPath(environment.overlay));
                    deployments = ofKind(objects, "Deployment") as Deployment[];
                });

                it("has a Deployment and a Service for each image, and no Secret", () => {
                    const names = app.images.map((image) => image.name);
                    assert.deepEqual(namesOf(deployments), names);
                    assert.deepEqual(namesOf(ofKind(objects, "Service")), names);
                    assert.deepEqual(ofKind(objects, "Secret"), []);
                });

                it("is in the environment's namespace, all of it", () => {
                    const { instance } = appNames(app.name, stack);
                    for (const object of objects) {
                        assert.equal(object.metadata.namespace, instance, object.kind);
                    }
                });

                it("holds only kinds that the AppProject permits", () => {
                    const project = appProject({
                        names: appNames(app.name, stack),
                        app,
                        argoNamespace: "argocd",
                        repositoryUrl: "git@github.com:letsgo/letsgo-app.git",
                    });
                    const permitted = project.spec.namespaceResourceWhitelist.map(groupKind);
                    for (const { apiVersion, kind } of objects) {
                        const group = apiVersion.includes("/") ? apiVersion.split("/")[0] : "";
                        assert.ok(permitted.includes(groupKind({ group, kind })), kind);
                    }
                });

                it("has the environment's replicas, resources and pull Secret", () => {
                    for (const { spec } of deployments) {
                        assert.equal(spec.replicas, environment.replicas);
                        const pod = podOf(spec);
                        assert.deepEqual(pod.containers[0]?.resources, environment.resources);
                        assert.deepEqual(
                            pod.imagePullSecrets,
                            pullSecret === undefined ? undefined : [{ name: pullSecret }],
                        );
                    }
                });

                it("runs full image names with the seeded tag", () => {
                    assert.deepEqual(
                        imagesOf(deployments),
                        app.images.map((image) => `${image.repository}:v0.0.0`),
                    );
                });

                it("hardens every pod", () => {
                    for (const { spec } of deployments) {
                        const pod = podOf(spec);
                        assert.equal(pod.automountServiceAccountToken, false);
                        assert.equal(pod.securityContext?.runAsNonRoot, true);
                        assert.ok(Number(pod.securityContext.runAsUser) > 0);
                        assert.equal(pod.securityContext.seccompProfile?.type, "RuntimeDefault");
                        const security = pod.containers[0]?.securityContext;
                        assert.equal(security?.allowPrivilegeEscalation, false);
                        assert.equal(security.readOnlyRootFilesystem, true);
                        assert.deepEqual(security.capabilities, { drop: ["ALL"] });
                    }
                });

                it("replaces pods without losing requests", () => {
                    for (const { spec } of deployments) {
                        assert.deepEqual(spec.strategy, {
                            type: "RollingUpdate",
                            rollingUpdate: { maxUnavailable: 0, maxSurge: 1 },
                        });
                        const pod = podOf(spec);
                        const sleep = Number(pod.containers[0]?.lifecycle?.preStop?.sleep?.seconds);
                        assert.ok(sleep > 0);
                        // Time to drain is left, more than the 20 s the sample servers take.
                        assert.ok(Number(pod.terminationGracePeriodSeconds) - sleep > 20);
                        assert.ok(pod.containers[0]?.readinessProbe);
                    }
                });

                it("selects its own pods by Service and PodDisruptionBudget", () => {
                    const selectors = [
                        ...ofKind(objects, "Service").map(({ metadata, spec }) => ({
                            name: metadata.name,
                            selector: (spec as { selector: unknown }).selector,
                        })),
                        ...ofKind(objects, "PodDisruptionBudget").map(({ metadata, spec }) => ({
                            name: metadata.name,
                            selector: (spec as { selector: { matchLabels: unknown } }).selector
                                .matchLabels,
                        })),
                    ];
                    for (const { name, selector } of selectors) {
                        const owner = deployments.find((one) => one.metadata.name === name);
                        assert.deepEqual(selector, owner?.spec.template.metadata?.labels);
                    }
                });

                it("has budgets exactly when there is more than one replica", () => {
                    assert.deepEqual(
                        namesOf(ofKind(objects, "PodDisruptionBudget")),
                        environment.replicas > 1 ? app.images.map((image) => image.name) : [],
                    );
                });

                it("has its volume exactly when the environment has one, at the first image", () => {
                    const claims = namesOf(ofKind(objects, "PersistentVolumeClaim"));
                    assert.equal(claims.length, environment.storage ? 1 : 0);
                    deployments.forEach(({ spec }, index) => {
                        const mounted = podOf(spec)
                            .volumes?.map((volume) => volume.persistentVolumeClaim?.claimName)
                            .filter((claim) => claim !== undefined);
                        assert.deepEqual(mounted, index === 0 ? claims : []);
                    });
                });

                it("has an Ingress exactly when the application has a host", () => {
                    assert.equal(ofKind(objects, "Ingress").length, app.host === undefined ? 0 : 1);
                });
            });
        }
    }

    it("names no image tag in base, so that none reaches another environment", async () => {
        const base = await kustomizeBuild(repositoryFiles(GHCR_APP, "ghcr.io"), BASE_PATH);
        assert.deepEqual(
            imagesOf(ofKind(base, "Deployment") as Deployment[]),
            GHCR_APP.images.map((image) => image.repository),
        );
    });

    it("takes a tag the updater commits into its overlay only", async () => {
        const files = repositoryFiles(GHCR_APP, "ghcr.io").map((file) =>
            file.path === `${overlayPath("development")}/kustomization.yaml`
                ? { ...file, content: file.content.replace("v0.0.0", "dev-20250601120000-0123abc") }
                : file,
        );
        const images = async (overlay: string): Promise<unknown[]> =>
            imagesOf(
                ofKind(
                    await kustomizeBuild(files, overlayPath(overlay)),
                    "Deployment",
                ) as Deployment[],
            );
        assert.deepEqual(await images("development"), [
            "ghcr.io/letsgo/letsgo-app-backend:dev-20250601120000-0123abc",
            "ghcr.io/letsgo/letsgo-app-frontend:v0.0.0",
        ]);
        assert.deepEqual(await images("production"), [
            "ghcr.io/letsgo/letsgo-app-backend:v0.0.0",
            "ghcr.io/letsgo/letsgo-app-frontend:v0.0.0",
        ]);
    });

    it("still builds while base has no Deployment of a configured image", async () => {
        const seeded = repositoryFiles(GHCR_APP, "ghcr.io").filter(({ path }) =>
            path.startsWith(BASE_PATH),
        );
        const images = [...GHCR_APP.images, image("worker", "ghcr.io/letsgo")];
        const settings = environmentFiles({ ...GHCR_APP, images }, "prod", prod);
        const built = await kustomizeBuild([...seeded, ...settings], overlayPath("production"));
        assert.deepEqual(namesOf(ofKind(built, "Deployment")), ["backend", "frontend"]);
    });

    it("uses no floating tag anywhere", () => {
        for (const { files } of TREES) {
            for (const file of files) {
                assert.doesNotMatch(file.content, /[:@]latest\b|newTag: latest/, file.path);
            }
        }
    });

    it("keeps the settings' files the same whatever the settings are", () => {
        const paths = (files: RepositoryFile[]): string[] =>
            files.map((file) => file.path.replace(/overlays\/[^/]+/, "overlays/X"));
        assert.deepEqual(
            paths(environmentFiles(GHCR_APP, "dev", dev)),
            paths(environmentFiles(OTHER_APP, "prod", prod, "some-secret")),
        );
    });
});

describe("settings with a volume", function () {
    this.timeout(300_000);

    const claim = { size: "1Gi", accessMode: "ReadWriteOnce" } as const;

    it("put the next pod on the node that has a ReadWriteOnce volume", async () => {
        assert.ok(await firstPodAffinity(claim, 1));
    });

    it("let pods be anywhere with a ReadWriteMany volume", async () => {
        const shared = {
            size: "1Gi",
            accessMode: "ReadWriteMany",
            storageClassName: "nfs",
        } as const;
        assert.equal(await firstPodAffinity(shared, 3), undefined);
    });

    it("refuse replicas that cannot share it", () => {
        assert.throws(
            () => settingsFiles(GHCR_APP, { ...prod, storage: claim }, "letsgo-app-prod"),
            /production: 3 replicas cannot share a ReadWriteOnce volume/,
        );
    });

    async function firstPodAffinity(
        storage: NonNullable<Parameters<typeof settingsFiles>[1]["storage"]>,
        replicas: number,
    ): Promise<unknown> {
        const environment = { ...dev, storage, replicas };
        const files = [
            ...repositoryFiles(GHCR_APP, "ghcr.io").filter(({ path }) =>
                path.startsWith(BASE_PATH),
            ),
            ...environmentFiles(GHCR_APP, "dev", environment),
        ];
        const built = await kustomizeBuild(files, overlayPath("development"));
        const [first] = ofKind(built, "Deployment") as Deployment[];
        assert.ok(first);
        return podOf(first.spec).affinity?.podAffinity;
    }
});

function ofKind(objects: readonly KubernetesObject[], kind: string): KubernetesObject[] {
    return objects.filter((object) => object.kind === kind);
}

function namesOf(objects: readonly KubernetesObject[]): string[] {
    return objects.map((object) => object.metadata.name);
}

function podOf(spec: Deployment["spec"]): NonNullable<Deployment["spec"]["template"]["spec"]> {
    const pod = spec.template.spec;
    assert.ok(pod);
    return pod;
}

function imagesOf(deployments: readonly Deployment[]): unknown[] {
    return deployments.flatMap(({ spec }) =>
        podOf(spec).containers.map((container) => container.image),
    );
}

function groupKind({ group, kind }: { group?: string; kind: string }): string {
    return `${group ?? ""}/${kind}`;
}
