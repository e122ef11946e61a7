import assert from "node:assert/strict";

import {
    appNames,
    type Application,
    application,
    type AppProject,
    appProject,
    imageUpdater,
    toYaml,
} from "../../components/manifests";
import { assertValidCustomResource, customResourceProblems } from "../support/crd";
import { assertGoldenTree } from "../support/golden";
import { ENVIRONMENTS, GHCR_APP } from "./sampleApps";

const READ_URL = "git@github.com:letsgo/letsgo-app.git";
const WRITE_URL = "ssh://git@github.com:22/letsgo/letsgo-app.git";

describe("custom resources", () => {
    for (const [stack, environment] of Object.entries(ENVIRONMENTS)) {
        const names = appNames(GHCR_APP.name, stack);
        const common = { names, app: GHCR_APP, argoNamespace: "argocd" };
        const { overlay } = environment;
        const objects = {
            "app-project.yaml": appProject({ ...common, repositoryUrl: READ_URL }),
            "application.yaml": application({
                ...common,
                repositoryUrl: READ_URL,
                branch: "main",
                overlay,
                sync: environment.sync,
            }),
            "image-updater.yaml": imageUpdater({
                ...common,
                policy: environment.update,
                constraints: {},
                pins: {},
                paused: false,
                repositoryUrl: WRITE_URL,
                branch: "main",
                overlay,
                pullSecret: true,
            }),
        };

        it(`of ${stack} are the golden ones`, () => {
            assertGoldenTree(
                `custom-resources-${stack}`,
                Object.entries(objects).map(([path, object]) => ({
                    path,
                    content: toYaml(object),
                })),
            );
        });

        for (const [name, object] of Object.entries(objects)) {
            it(`${name} of ${stack} fits its CRD`, () => {
                assertValidCustomResource(object);
            });
        }
    }

    it("with a field the CRD does not know are refused by these tests", () => {
        const project = sampleProject();
        const misspelt = { ...project, spec: { ...project.spec, sourceRepo: [] } };
        assert.match(customResourceProblems(misspelt).join(), /sourceRepo/);
        const { spec, ...rest } = sampleApplication();
        const nested = { ...rest, spec: { ...spec, syncPolicy: { retries: 5 } } };
        assert.match(customResourceProblems(nested).join(), /retries/);
    });
});

describe("an AppProject", () => {
    it("names exactly one repository and one namespace, and nothing of the cluster", () => {
        const { spec } = sampleProject();
        assert.deepEqual(spec.sourceRepos, [READ_URL]);
        assert.deepEqual(spec.destinations, [
            { server: "https://kubernetes.default.svc", namespace: "letsgo-app-dev" },
        ]);
        assert.deepEqual(spec.clusterResourceWhitelist, []);
    });

    it("has no wildcard and does not permit Secrets", () => {
        assert.doesNotMatch(toYaml(sampleProject()), /\*/);
        const kinds = sampleProject().spec.namespaceResourceWhitelist.map(({ kind }) => kind);
        assert.ok(!kinds.includes("Secret"));
    });

    it("permits the kinds the user adds", () => {
        const sealed = { group: "bitnami.com", kind: "SealedSecret" };
        const project = appProject({
            names: appNames("letsgo-app", "dev"),
            app: GHCR_APP,
            argoNamespace: "argocd",
            repositoryUrl: READ_URL,
            extraKinds: [sealed],
        });
        assertValidCustomResource(project);
        assert.deepEqual(project.spec.namespaceResourceWhitelist.at(-1), sealed);
    });
});

describe("an Application", () => {
    it("leaves images to Git and the namespace to the stack", () => {
        const text = toYaml(sampleApplication());
        assert.doesNotMatch(text, /kustomize|CreateNamespace/);
    });

    it("renders again when base, overlay or settings change", () => {
        const paths =
            sampleApplication().metadata.annotations[
                "argocd.argoproj.io/manifest-generate-paths"
            ]?.split(";");
        for (const changed of [
            "/manifests/base/configmap.yaml",
            "/manifests/overlays/development/kustomization.yaml",
            "/manifests/overlays/development/settings/objects.yaml",
        ]) {
            assert.ok(
                paths?.some((path) => changed.startsWith(`${path}/`)),
                changed,
            );
        }
    });
});

function sampleProject(): AppProject {
    return appProject({
        names: appNames("letsgo-app", "dev"),
        app: GHCR_APP,
        argoNamespace: "argocd",
        repositoryUrl: READ_URL,
    });
}

function sampleApplication(): Application {
    return application({
        names: appNames("letsgo-app", "dev"),
        app: GHCR_APP,
        argoNamespace: "argocd",
        repositoryUrl: READ_URL,
        branch: "main",
        overlay: "development",
        sync: { prune: true, selfHeal: true, retryLimit: 5 },
    });
}
