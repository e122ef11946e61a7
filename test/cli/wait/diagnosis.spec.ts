import assert from "node:assert/strict";

import { diagnose } from "../../../cli/wait/diagnosis";
import type { Pod, Seen } from "../../../cli/wait/objects";
import { type Case, seen, withUpdates } from "./seen";

const BAD_POD = "backend-5d8bcc57cb-hv8lc";

describe("wait: the verdict", () => {
    const verdicts: [Case, ReturnType<typeof diagnose>["verdict"], string][] = [
        ["healthy", "healthy", "Synced and Healthy"],
        ["unreadyRolling", "waiting", "the rollout may still succeed"],
        ["crashing", "waiting", "the rollout may still succeed"],
        ["unready", "stuck", "no progress for as long as the Deployment allows"],
        ["notBuilt", "waiting", "Degraded, but only because nothing was built yet"],
        ["forbiddenKind", "waiting", "the sync is tried again"],
        ["refusedObject", "stuck", "Argo CD has tried it five times and given up"],
        ["brokenYaml", "waiting", "Git can be read again any time"],
    ];
    for (const [name, verdict, why] of verdicts) {
        it(`${name} is ${verdict}: ${why}`, () => {
            assert.equal(diagnose(seen(name)).verdict, verdict);
        });
    }

    it("no Application is stuck: nobody but `pulumi up` makes it", () => {
        const { verdict, health } = diagnose({ ...seen("healthy"), application: undefined });
        assert.deepEqual([verdict, health], ["stuck", "Missing"]);
    });

    it("an Application that was never looked at is waited for", () => {
        const found = seen("healthy");
        const application = found.application && { ...found.application, status: undefined };
        assert.equal(diagnose({ ...found, application }).verdict, "waiting");
    });

    it("what is Degraded is waited for while a pinned tag is on its way", () => {
        const found = withUpdates(seen("unready"), "backend", String.raw`regexp:^v1\.0\.0$`);
        const { verdict, pending } = diagnose(found);
        assert.equal(verdict, "waiting");
        assert.deepEqual(
            pending.map(({ name, pin }) => [name, pin]),
            [["backend", "v1.0.0"]],
        );
    });

    it("what is Healthy is waited for while a pinned tag is on its way", () => {
        const pinned = withUpdates(seen("healthy"), "backend", String.raw`regexp:^v0\.9\.0$`);
        assert.equal(diagnose(pinned).verdict, "waiting");
        const there = withUpdates(seen("healthy"), "backend", String.raw`regexp:^v1\.0\.3$`);
        assert.equal(diagnose(there).verdict, "healthy");
        const paused = withUpdates(seen("healthy"), "backend", String.raw`regexp:^v0\.9\.0$`, [
            "*",
        ]);
        assert.equal(diagnose(paused).verdict, "healthy");
    });

    it("pods that only lack a node are waited for: the cluster may grow", () => {
        const condition = {
            type: "PodScheduled",
            status: "False",
            reason: "Unschedulable",
            message: "0/1 nodes are available: 1 Insufficient cpu.",
        };
        const found = withPod(seen("unready"), (pod) => ({
            ...pod,
            status: { phase: "Pending", conditions: [condition] },
        }));
        const { verdict, rollouts } = diagnose(found);
        assert.equal(verdict, "waiting");
        assert.deepEqual(
            rollouts.flatMap(({ troubles }) => troubles.map(({ why }) => why)),
            ["Unschedulable: 0/1 nodes are available: 1 Insufficient cpu."],
        );
    });

    it("what Argo CD still calls Degraded is waited for once it rolls again", () => {
        const found = seen("unready");
        const deployments = found.deployments.map((one) => ({
            ...one,
            metadata: { ...one.metadata, generation: 99 },
        }));
        assert.equal(diagnose({ ...found, deployments }).verdict, "waiting");
    });

    it("other objects that are Degraded are named, where Argo CD tells", () => {
        const found = seen("healthy");
        const health = { status: "Degraded", message: "lost its volume" };
        const application = found.application && {
            ...found.application,
            status: {
                ...found.application.status,
                health: { status: "Degraded" },
                resources: [{ kind: "PersistentVolumeClaim", name: "data", health }],
            },
        };
        const { verdict, others } = diagnose({ ...found, application });
        assert.equal(verdict, "stuck");
        assert.deepEqual(others, ["PersistentVolumeClaim data: lost its volume"]);
    });
});

describe("wait: why pods do not come up", () => {
    const whyOf = (found: Seen) =>
        diagnose(found).rollouts.map(({ name, tag, before, troubles }) => ({
            name,
            tag,
            before,
            why: troubles.map(({ why }) => why),
        }));

    it("a readiness probe that fails, and what goes on serving", () => {
        assert.deepEqual(whyOf(seen("unready")), [
            {
                name: "backend",
                tag: "v1.0.1",
                before: { tag: "v1.0.0", ready: 3 },
                why: [
                    "container backend runs and is not ready: " +
                        "Readiness probe failed: HTTP probe failed with statuscode: 503",
                ],
            },
            { name: "frontend", tag: "v1.0.0", before: undefined, why: [] },
        ]);
    });

    it("a process that exits", () => {
        const [backend] = diagnose(seen("crashing")).rollouts;
        assert.deepEqual(
            backend?.troubles.map(({ why, log }) => [why, log]),
            [
                [
                    "CrashLoopBackOff: container backend ended with exit code 1",
                    { container: "backend", previous: true },
                ],
            ],
        );
    });

    it("an image that the registry has not got, in the registry's words", () => {
        const image = "ghcr.io/letsgo/letsgo-app-backend:v0.0.0";
        const [backend] = diagnose(seen("notBuilt")).rollouts;
        assert.ok(backend?.unbuilt);
        assert.deepEqual(
            backend.troubles.map(({ why, log }) => [why, log]),
            [
                [
                    `ImagePullBackOff: Failed to pull image "${image}": rpc error: code = NotFound ` +
                        `desc = failed to pull and unpack image "${image}": failed to resolve ` +
                        `reference "${image}": ${image}: not found`,
                    undefined,
                ],
            ],
        );
    });

    it("a process that was killed for its memory", () => {
        const found = withPod(seen("unready"), (pod) => ({
            ...pod,
            status: waitingContainer("CrashLoopBackOff", {
                terminated: { exitCode: 137, reason: "OOMKilled" },
            }),
        }));
        assert.deepEqual(whyOf(found)[0]?.why, [
            "CrashLoopBackOff: container backend ended with exit code 137 (OOMKilled)",
        ]);
    });

    it("a Secret that is not there, which the container says nothing of", () => {
        const message = 'MountVolume.SetUp failed for volume "tls": secret "tls" not found';
        const found = withPod(seen("unready"), (pod) => ({
            ...pod,
            status: waitingContainer("ContainerCreating"),
        }));
        const events = [
            {
                kind: "Event" as const,
                type: "Warning",
                reason: "FailedMount",
                message,
                involvedObject: { kind: "Pod", name: BAD_POD },
            },
        ];
        assert.deepEqual(whyOf({ ...found, events })[0]?.why, [`FailedMount: ${message}`]);
    });

    it("pods that are going, and those of the version before, are no trouble", () => {
        const found = withPod(seen("unready"), (pod) => ({
            ...pod,
            metadata: { ...pod.metadata, deletionTimestamp: "2026-11-23T14:00:00Z" },
        }));
        assert.deepEqual(whyOf(found)[0]?.why, []);
    });
});

/** Changes the pod of {@link Case} `unready` that does not get ready. */
function withPod(found: Seen, change: (pod: Pod) => Pod): Seen {
    return {
        ...found,
        pods: found.pods.map((pod) => (pod.metadata.name === BAD_POD ? change(pod) : pod)),
    };
}

/** The status of a pod whose only container waits. */
function waitingContainer(reason: string, lastState: object = {}): Pod["status"] {
    return {
        containerStatuses: [
            {
                name: "backend",
                image: "backend:v1.0.1",
                ready: false,
                restartCount: 4,
                state: { waiting: { reason } },
                lastState,
            },
        ],
    };
}
