import assert from "node:assert/strict";

import { isRolledOut } from "../../../lab/loop/hops";
import type { SeenPod, SeenRollout } from "../../../lab/loop/seen";

const DIGEST = `sha256:${"a".repeat(64)}`;
const build = { image: "ghcr.io/acme/backend", tag: "v1.0.1", digest: DIGEST };

const rollout = (replicas: number, seen: Partial<SeenRollout> = {}): SeenRollout => ({
    image: "ghcr.io/acme/backend:v1.0.1",
    replicas,
    complete: true,
    state: "",
    ...seen,
});

const pod = (seen: Partial<SeenPod> = {}): SeenPod => ({
    name: "backend-1",
    ip: "10.78.0.2",
    imageId: `ghcr.io/acme/backend@${DIGEST}`,
    ready: true,
    waiting: "",
    ...seen,
});

describe("lab/loop/hops", () => {
    it("takes a build as rolled out when all pods are ready and of its digest", () => {
        assert.equal(isRolledOut(build, rollout(1), [pod()]), true);
        assert.equal(isRolledOut(build, rollout(2), [pod(), pod()]), true);
    });

    it("does not without pods, with too few or with one too many", () => {
        assert.equal(isRolledOut(build, rollout(0), []), false);
        assert.equal(isRolledOut(build, rollout(1), []), false);
        assert.equal(isRolledOut(build, rollout(2), [pod()]), false);
        assert.equal(isRolledOut(build, rollout(1), [pod(), pod()]), false);
    });

    it("does not while a pod is not ready, or runs something else", () => {
        const other = `ghcr.io/acme/backend@sha256:${"b".repeat(64)}`;
        for (const seen of [{ ready: false }, { imageId: other }, { imageId: "" }]) {
            assert.equal(isRolledOut(build, rollout(2), [pod(), pod(seen)]), false);
        }
    });

    it("does not while the Deployment names another image, or its rollout goes on", () => {
        const image = "ghcr.io/acme/backend:v1.0.0";
        assert.equal(isRolledOut(build, rollout(1, { image }), [pod()]), false);
        assert.equal(isRolledOut(build, rollout(1, { complete: false }), [pod()]), false);
    });
});
