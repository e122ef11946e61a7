import assert from "node:assert/strict";

import { runProgram } from "../support/program";
import type { Registry } from "../support/registry";

const UPDATER = "kubernetes:argocd-image-updater.argoproj.io/v1alpha1:ImageUpdater";
const SECRET = "kubernetes:core/v1:Secret";
const COMPONENT = "argocd-image-drift:index:ImageUpdate";

const CREDENTIALS = { registryUsername: "robot", registryPassword: "password" };

interface Reference {
    readonly namePattern: string;
    readonly writeBackConfig: unknown;
    readonly images: {
        readonly imageName: string;
        readonly commonUpdateSettings: Record<string, unknown>;
    }[];
}

function referenceOf(registry: Registry): Reference {
    const { spec } = registry.get(UPDATER, "image-update").inputs as {
        spec: { applicationRefs: Reference[] };
    };
    assert.equal(spec.applicationRefs.length, 1);
    return spec.applicationRefs[0] ?? assert.fail();
}

describe("ImageUpdate", () => {
    it("updates its own Application, in the overlay that Argo CD syncs", async () => {
        const { registry } = await runProgram("prod", { argoCdNamespace: "gitops" });
        assert.deepEqual(registry.get(UPDATER, "image-update").inputs["metadata"], {
            name: "letsgo-app-prod",
            namespace: "gitops",
            labels: { "app.kubernetes.io/part-of": "letsgo-app" },
        });
        const { namePattern, writeBackConfig } = referenceOf(registry);
        assert.equal(namePattern, "letsgo-app-prod");
        assert.deepEqual(writeBackConfig, {
            method: "git",
            gitConfig: {
                repository: "ssh://git@github.com:22/Letsgo/letsgo-gitops.git",
                branch: "main",
                writeBackTarget: "kustomization:/manifests/overlays/production",
            },
        });
    });

    it("opens pull requests over HTTPS, and its installation lets their checks run", async () => {
        const { registry, outputs } = await runProgram("dev", {
            gitAuth: "token",
            gitToken: "canary-git-token",
            writeBack: "pullRequest",
        });
        assert.deepEqual(referenceOf(registry).writeBackConfig, {
            method: "git",
            gitConfig: {
                repository: "https://github.com/Letsgo/letsgo-gitops.git",
                branch: "main",
                writeBackTarget: "kustomization:/manifests/overlays/development",
                pullRequest: { github: {} },
            },
        });
        const { values } = registry.get("kubernetes:helm.sh/v3:Release", "image-updater")
            .inputs as { values: { config: Record<string, string> } };
        const template = values.config["git.commit-message-template"] ?? "";
        assert.match(template, /if eq \.AppName "letsgo-app-dev" -/);
        assert.match(String(outputs["pullRequests"]), /letsgo-gitops\/pulls\?q=/);
    });

    it("follows the environment's policy, and what was configured over it", async () => {
        const { registry, outputs } = await runProgram("staging", {
            constraints: '{"backend": "~1.4"}',
            pin: '{"frontend": "v1.2.3"}',
        });
        const images = referenceOf(registry).images.map(({ imageName, commonUpdateSettings }) => [
            imageName,
            commonUpdateSettings["updateStrategy"],
        ]);
        assert.deepEqual(images, [
            ["ghcr.io/letsgo/letsgo-app-backend:~1.4", "semver"],
            ["ghcr.io/letsgo/letsgo-app-frontend", "alphabetical"],
        ]);
        const tracked = outputs["trackedImages"] as { image: string; constraint?: string }[];
        assert.deepEqual(
            tracked.map(({ image, constraint }) => [image, constraint]),
            [
                ["ghcr.io/letsgo/letsgo-app-backend", "~1.4"],
                ["ghcr.io/letsgo/letsgo-app-frontend", undefined],
            ],
        );
    });

    for (const paused of [true, false]) {
        it(`paused ${paused}: ${paused ? "holds every image, and says so" : "holds none"}`, async () => {
            const { registry, outputs } = await runProgram("dev", { paused: String(paused) });
            for (const { commonUpdateSettings } of referenceOf(registry).images) {
                const expected = paused ? ["*"] : undefined;
                assert.deepEqual(commonUpdateSettings["ignoreTags"], expected);
            }
            const waitingFor = outputs["waitingFor"] as string[];
            assert.equal(
                waitingFor.some((line) => line.startsWith("nothing")),
                paused,
            );
        });
    }

    it("writes with a Secret that other projects of the same Argo CD cannot pick", async () => {
        const { registry } = await runProgram("prod", { argoCdNamespace: "gitops" });
        const secret = registry.get(SECRET, "image-update-write");
        assert.deepEqual(secret.inputs["metadata"], {
            name: "letsgo-app-prod-write",
            namespace: "gitops",
            labels: { "argocd.argoproj.io/secret-type": "repository" },
        });
        const { project } = secret.inputs["stringData"] as Record<string, string>;
        assert.equal(project, "letsgo-app-prod");
        assert.deepEqual(secret.secretInputs, ["stringData"]);
    });

    it("lists tags with the registry's credentials, if there are any", async () => {
        const { registry } = await runProgram("dev", {
            ...CREDENTIALS,
            registry: "registry.example.com:5000",
            argoCdNamespace: "gitops",
        });
        const secret = registry.get(SECRET, "image-update-registry");
        assert.deepEqual(secret.inputs["metadata"], {
            name: "letsgo-app-dev-registry",
            namespace: "gitops",
        });
        assert.deepEqual(secret.inputs["stringData"], { credentials: "robot:password" });
        assert.deepEqual(secret.secretInputs, ["stringData"]);
        for (const { commonUpdateSettings } of referenceOf(registry).images) {
            assert.equal(
                commonUpdateSettings["pullSecret"],
                "secret:gitops/letsgo-app-dev-registry#credentials",
            );
        }
    });

    it("public images need neither Secret nor reference, here nor in the pods", async () => {
        const settings = "environment:manifests/overlays/development/settings/kustomization.yaml";
        const settingsOf = (registry: Registry) =>
            String(
                registry.get("github:index/repositoryFile:RepositoryFile", settings).inputs[
                    "content"
                ],
            );
        const { registry } = await runProgram("dev");
        assert.deepEqual(
            registry.list().filter((line) => line.startsWith(`${SECRET} image-update`)),
            [`${SECRET} image-update-write`],
        );
        for (const { commonUpdateSettings } of referenceOf(registry).images) {
            assert.ok(!("pullSecret" in commonUpdateSettings));
        }
        assert.ok(!settingsOf(registry).includes("imagePullSecrets"));

        const { registry: closed } = await runProgram("dev", CREDENTIALS);
        assert.match(settingsOf(closed), /imagePullSecrets:\s+- name: letsgo-app-registry\n/);
    });

    it("is given up soon when it goes and nobody takes its finalizer off", async () => {
        const { registry } = await runProgram("dev");
        const { customTimeouts } = registry.optionsOf(UPDATER, "image-update");
        assert.deepEqual(customTimeouts, { delete: "2m" });
    });

    it("starts once it can sign in, everywhere", async () => {
        const { requests } = await runProgram("dev", CREDENTIALS);
        assert.deepEqual(requests.get(UPDATER, "image-update").waitsFor, [
            // Its branch.
            "github:index/repository:Repository repository",
            `${SECRET} image-update-registry`,
            `${SECRET} image-update-write`,
        ]);
    });

    it("starts after the Application it updates and the controller that runs it", async () => {
        const { requests } = await runProgram("dev");
        assert.deepEqual(requests.get(COMPONENT, "image-update").waitsFor, [
            "kubernetes:argoproj.io/v1alpha1:AppProject application-project",
            "kubernetes:argoproj.io/v1alpha1:Application application",
            "kubernetes:core/v1:Namespace application",
            `${SECRET} application-read`,
            "kubernetes:helm.sh/v3:Release image-updater",
            "kubernetes:networking.k8s.io/v1:NetworkPolicy image-updater",
        ]);
    });
});
