import assert from "node:assert/strict";

import { linesToAdd, missingInBase } from "../../components/addToBase";
import { type AppModel, baseFiles } from "../../components/manifests";

function app(...names: string[]): AppModel {
    return {
        name: "letsgo-app",
        images: names.map((name) => ({
            name,
            repository: `ghcr.io/acme/letsgo-app-${name}`,
            port: 8080,
            context: `apps/${name}`,
            readinessPath: "/readyz",
            livenessPath: "/healthz",
        })),
    };
}

/** Base's kustomization as the program seeds it for these images. */
function seeded(...names: string[]): string {
    const file = baseFiles(app(...names)).find(({ path }) => path.endsWith("/kustomization.yaml"));
    return file?.content ?? assert.fail("base has no kustomization");
}

const WORKER = "manifests/base/kustomization.yaml, resources: - worker-deployment.yaml";

describe("the lines to add to base", () => {
    it("are none when base is as it was seeded, or has more than is configured", () => {
        assert.deepEqual(linesToAdd(app("backend", "worker"), seeded("backend", "worker")), []);
        assert.deepEqual(linesToAdd(app("backend"), seeded("backend", "worker")), []);
    });

    it("are one for each image that came after the seed", () => {
        assert.deepEqual(linesToAdd(app("backend", "worker"), seeded("backend")), [WORKER]);
        assert.deepEqual(
            linesToAdd(app("mailer", "backend", "worker"), seeded("backend")).map((line) =>
                line.split(" - ").at(-1),
            ),
            ["mailer-deployment.yaml", "worker-deployment.yaml"],
        );
    });

    it("go away once somebody has added them, however that is written", () => {
        for (const entry of ["worker-deployment.yaml", "./worker-deployment.yaml"]) {
            for (const text of [
                `resources:\n    - configmap.yaml # first\n    - "${entry}"\n`,
                `resources: [${entry}]\n`,
            ]) {
                assert.deepEqual(linesToAdd(app("worker"), text), [], text);
            }
        }
    });

    it("are not fooled by a comment, another list, or a name that ends alike", () => {
        for (const text of [
            "resources:\n# - worker-deployment.yaml\n- configmap.yaml\n",
            "components:\n- worker-deployment.yaml\n",
            "resources:\n- my-worker-deployment.yaml\n",
        ]) {
            assert.deepEqual(linesToAdd(app("worker"), text), [WORKER], text);
        }
    });

    it("are all of them where base has no list of resources, or is no YAML at all", () => {
        for (const text of [
            "",
            "kind: Kustomization\n",
            "resources: no\n",
            "- a\n",
            "{[",
            "a: *b",
        ]) {
            assert.deepEqual(linesToAdd(app("worker"), text), [WORKER], text);
        }
    });

    it("are none as long as Git has no base: it will be seeded whole", async () => {
        const found = { seed: (_path: string, ours: string) => Promise.resolve(ours) };
        assert.deepEqual(await missingInBase(app("backend", "worker"), found), []);
    });
});
