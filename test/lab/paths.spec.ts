import assert from "node:assert/strict";
import { labPaths } from "../../lab/paths";

describe("lab/paths", () => {
    it("takes the root from IMAGE_DRIFT_HOME, then XDG_CACHE_HOME, then the home directory", () => {
        assert.equal(labPaths({ IMAGE_DRIFT_HOME: "/a", XDG_CACHE_HOME: "/b" }).home, "/a");
        assert.equal(labPaths({ XDG_CACHE_HOME: "/b" }).home, "/b/argocd-image-drift");
        assert.match(labPaths({}).home, /\/\.cache\/argocd-image-drift$/);
    });

    it("counts an empty variable as unset", () => {
        assert.equal(
            labPaths({ IMAGE_DRIFT_HOME: "", XDG_CACHE_HOME: "/b" }).home,
            "/b/argocd-image-drift",
        );
    });

    it("gives a lab with a name folders of its own, and shares what was built", () => {
        const plain = labPaths({ IMAGE_DRIFT_HOME: "/a" });
        const named = labPaths({ IMAGE_DRIFT_HOME: "/a", IMAGE_DRIFT_LAB: "b7" });
        assert.equal(plain.lab, "/a/lab");
        assert.equal(named.lab, "/a/lab-b7");
        assert.equal(named.runtime, "/run/image-drift-lab-b7");
        assert.equal(named.tools, plain.tools);
        assert.throws(() => labPaths({ IMAGE_DRIFT_LAB: "../x" }), /lower case letters and digits/);
    });

    it("keeps what `down` removes apart from what was built and from the logs", () => {
        const paths = labPaths({ IMAGE_DRIFT_HOME: "/a" });
        for (const kept of [paths.tools, paths.images, paths.parts, paths.logs]) {
            assert.ok(!kept.startsWith(`${paths.run}/`), kept);
        }
    });
});
