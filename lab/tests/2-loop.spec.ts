import assert from "node:assert/strict";
import * as fs from "node:fs/promises";
import * as path from "node:path";

import { type LabStack, unchanged } from "../engine/labStack";
import { json, OWNER } from "../engine/settings";
import { kubectl } from "../inside";
import { buildAndPush, type IdentifiedBuild } from "../loop/build";
import { followBuild, type Watched } from "../loop/hops";
import { awaitBuild } from "../loop/http";
import { cloneRepository, imageOf, type Lab, openLab, openStack, watch } from "../loop/lab";
import { setReplicasOfDev } from "../loop/replicas";
import { seeApplication, seeRollout } from "../loop/seen";
import type { WorkingCopy } from "../loop/workingCopy";
import { waitFor } from "../wait";
import { checkOverlays, lintWorkflows } from "../workflow/checks";
import { fetchWithKey, pushWithKey } from "./support/gitKeys";
import { assertLookingAroundWorks } from "./support/lookingAround";
import { partsOfRun } from "./support/parts";
import { inFullRuns, stepsOfOneStory } from "./support/steps";
import { assertSame, type Snapshot, takeSnapshot } from "./support/snapshot";

/** Somebody who may write to the repository, and no more. */
const STRANGER = "stranger";

/** A team of the organisation. */
const TEAM = "operators";

/** All that guards a repository, but for alerts, which the lab's provider does not know. */
const GUARDED = {
    repositoryTopics: json(["gitops", "argocd"]),
    mergeMethods: json(["squash", "rebase"]),
    branchRules: { value: "true" },
    requiredApprovals: { value: "1" },
    requiredChecks: json(["Overlays"]),
    codeOwners: json(["@developer"]),
    githubEnvironment: { value: "true" },
    deploymentReviewers: json(["@developer", `@${OWNER}/${TEAM}`]),
};

const NAMESPACE = "letsgo-app-dev";
const OVERLAY = "manifests/overlays/development";

/** One life of stack dev: each test goes on where the one before ended. */
describe("the loop", () => {
    const step = stepsOfOneStory();
    const longStep = inFullRuns(step);

    let lab: Lab;
    let stack: LabStack;
    let watched: Watched;
    let copy: WorkingCopy;
    let nothing: Snapshot;
    /** Number of the last Git transfer before this story. */
    let transferred: number;
    let backend: IdentifiedBuild;

    step("starts in a lab without the stack", async () => {
        lab = await openLab(partsOfRun(), "loop");
        await lab.gitHub.putAccount({ login: STRANGER, type: "User" });
        await lab.gitHub.putAccount({
            login: OWNER,
            type: "Organization",
            writers: [STRANGER],
            teams: [TEAM],
        });
        nothing = await takeSnapshot(lab);
        transferred = await lab.gitHub.newest("git");
        stack = await openStack(lab, "dev", GUARDED);
        watched = watch(lab, "dev", "development");
    });

    // Ordinary runs have the first preview in a story of its own.
    longStep("previews on an empty cluster without CRDs, and without a repository", async () => {
        const { changes } = await stack.preview();
        assert.deepEqual(Object.keys(changes), ["create"]);
        assertSame(nothing, await takeSnapshot(lab));
    });

    step("pulumi up installs everything and syncs the environment", async () => {
        await stack.up();
        const outputs = await stack.outputs();
        assert.equal(outputs["application"]?.value, NAMESPACE);
        assert.deepEqual(outputs["keptOnDestroy"]?.value, []);
        const { sync } = await seeApplication(lab.api, "argocd", NAMESPACE);
        assert.equal(sync, "Synced");
    });

    step("a second up changes nothing", async () => {
        const { changes, printed } = await stack.up();
        assert.ok(unchanged(changes), printed);
    });

    step(
        "the default branch is guarded: a stranger's push and all rewriting are refused",
        async () => {
            const tables = await lab.gitHub.tables();
            const { rulesets, environments, topics, settings } =
                tables.repositories[lab.repository.fullName] ?? assert.fail();
            assert.deepEqual(Object.keys(rulesets), [
                "argocd-image-drift: history",
                "argocd-image-drift: reviews",
            ]);
            assert.deepEqual(Object.keys(environments), ["development"]);
            assert.match(JSON.stringify(environments), /"type":"Team"/);
            assert.deepEqual(topics, ["argocd", "gitops"]);
            assert.equal(settings["allow_merge_commit"], false);
            const { token } = await lab.gitHub.putToken({ login: STRANGER, permissions: "write" });
            const theirs = await cloneRepository(lab, "loop/strangers-copy", token);
            const change = (text: string) => `${text}# A change.\n`;
            await assert.rejects(
                theirs.push("Without a pull request", change, "manifests/base/configmap.yaml"),
                /Changes must be made through a pull request/,
            );
            await assert.rejects(
                (await cloneRepository(lab, "loop/rewriting-copy")).rewrite(),
                /Cannot force-push to this branch/,
            );
        },
    );

    step("the first builds of backend and frontend reach their pods", async () => {
        copy = await cloneRepository(lab, "loop/working-copy");
        for (const name of ["backend", "frontend"]) {
            const build = await buildAndPush(copy, name, imageOf(name));
            await followBuild(watched, build);
            await awaitBuild(lab.api, NAMESPACE, name, build.buildId);
        }
    });

    step(
        "the workflow passes actionlint, and its check takes the overlays as they are",
        async () => {
            assert.equal(await lintWorkflows(copy.directory), "");
            const taken = await checkOverlays(copy.directory);
            assert.equal(taken.code, 0, taken.log);
            const file = path.join(copy.directory, OVERLAY, "kustomization.yaml");
            const text = await fs.readFile(file, "utf8");
            await fs.writeFile(file, `${text}\ncommonLabel: { no: field }\n`);
            const refused = await checkOverlays(copy.directory);
            await fs.writeFile(file, text);
            assert.match(refused.log, /::error::manifests\/overlays\/development\/ does not build/);
            assert.equal(refused.code, 1);
        },
    );

    step("a new build of the backend replaces its pods, and nothing else", async () => {
        const frontend = await seeRollout(lab.api, NAMESPACE, "frontend");
        await copy.push("Change the backend", (text) => `${text}// A change.\n`, SOURCE);
        backend = await buildAndPush(copy, "backend", imageOf("backend"));
        await followBuild(watched, backend);
        await awaitBuild(lab.api, NAMESPACE, "backend", backend.buildId);
        assert.deepEqual(await seeRollout(lab.api, NAMESPACE, "frontend"), frontend);
    });

    step("the updater's commit touches one line of one file, and starts no workflow", async () => {
        const [commit] = await lab.repository.commits(`${OVERLAY}/kustomization.yaml`);
        assert.equal(commit?.committer, "argocd-image-updater");
        assert.match(commit.message, /\[skip ci\]/);
        await copy.pull();
        assert.deepEqual(await copy.changedFiles(commit.sha), [`${OVERLAY}/kustomization.yaml`]);
    });

    step("the updater's commit and a human's change of base are no drift", async () => {
        await copy.push(
            "Say so in the base",
            (text) => `${text}# Changed by a human.\n`,
            "manifests/base/configmap.yaml",
        );
        const refreshed = await stack.refresh();
        const { changes, printed } = await stack.preview();
        assert.ok(unchanged(changes), `${refreshed.printed}\n${printed}`);
    });

    step("replicas changed in stacks/ reach Git and the cluster; those two stay", async () => {
        await setReplicasOfDev(lab, 2);
        const { changes } = await stack.up();
        assert.ok((changes["update"] ?? 0) >= 1 && !changes["replace"], JSON.stringify(changes));
        await waitFor(
            async () => {
                const { complete, replicas, state } = await seeRollout(
                    lab.api,
                    NAMESPACE,
                    "backend",
                );
                return complete && replicas === 2
                    ? { met: true, value: undefined }
                    : { met: false, state };
            },
            { what: "two replicas of the backend", deadlineSeconds: 120 },
        );
        assert.equal(await lab.repository.overlayTag("development", backend.image), backend.tag);
        const base = await lab.repository.fileText("manifests/base/configmap.yaml");
        assert.match(base, /# Changed by a human\.\n$/);
    });

    step("an image set by hand is healed back", async () => {
        const other = `${backend.image}:v0.0.0`;
        await kubectl(["-n", NAMESPACE, "set", "image", "deployment/backend", `*=${other}`]);
        await waitFor(
            async () => {
                const { image, complete, state } = await seeRollout(lab.api, NAMESPACE, "backend");
                return complete && image === `${backend.image}:${backend.tag}`
                    ? { met: true, value: undefined }
                    : { met: false, state };
            },
            { what: "Argo CD to undo it", deadlineSeconds: 120 },
        );
    });

    step("Argo CD reads with one key and the updater writes with another", async () => {
        const accepted = (await lab.gitHub.git(transferred)).filter((entry) => entry.accepted);
        const titles = (operation: string) => [
            ...new Set(
                accepted
                    .filter((entry) => entry.transport === "ssh" && entry.operation === operation)
                    .map(({ keyTitle }) => keyTitle),
            ),
        ];
        assert.deepEqual(titles("write"), [`${NAMESPACE}-write-1`]);
        // The updater fetches before it pushes.
        assert.deepEqual(titles("read").sort(), [`${NAMESPACE}-read-1`, `${NAMESPACE}-write-1`]);
    });

    step("the read key cannot push", async () => {
        const key = async (secret: string) => {
            const encoded = await kubectl([
                ...["-n", "argocd", "get", "secret", secret],
                "--output=jsonpath={.data.sshPrivateKey}",
            ]);
            return Buffer.from(encoded, "base64").toString();
        };
        const [read, write] = [await key(`${NAMESPACE}-read`), await key(`${NAMESPACE}-write`)];
        assert.notEqual(read, write);
        await fetchWithKey(lab, read);
        await assert.rejects(pushWithKey(lab, read), /read only/);
    });

    step(
        "a revoked read key stops Argo CD, which never takes the updater's; up repairs it",
        async () => {
            const conditions = async () =>
                (await seeApplication(lab.api, "argocd", NAMESPACE)).conditions;
            await lab.repository.deleteDeployKey(`${NAMESPACE}-read-1`);
            await waitFor(
                async () => {
                    const seen = await conditions();
                    return /ComparisonError/.test(seen)
                        ? { met: true, value: undefined }
                        : { met: false, state: seen };
                },
                { what: "Argo CD to be refused", deadlineSeconds: 120 },
            );
            const { changes, printed } = await stack.up({ refresh: true });
            assert.equal(changes["create"], 1, printed);
            await waitFor(
                async () => {
                    const seen = await conditions();
                    return seen === ""
                        ? { met: true, value: undefined }
                        : { met: false, state: seen };
                },
                { what: "Argo CD to read again", deadlineSeconds: 120 },
            );
        },
    );

    step("a swapped host key is refused by both, and the loop closes once it is back", async () => {
        await lab.gitHub.useOtherHostKey(true);
        let build: IdentifiedBuild;
        try {
            build = await buildAndPush(copy, "backend", imageOf("backend"), await nextTag(copy));
            await waitFor(
                async () => {
                    const updater = await kubectl([
                        ...["-n", "argocd", "logs", "--tail=200"],
                        "deployment/argocd-image-updater-controller",
                    ]);
                    const { conditions } = await seeApplication(lab.api, "argocd", NAMESPACE);
                    const refused = /key mismatch|host key|REMOTE HOST IDENTIFICATION/i;
                    return refused.test(updater) && refused.test(conditions)
                        ? { met: true, value: undefined }
                        : { met: false, state: `${conditions}\n${updater.slice(-500)}` };
                },
                { what: "both to refuse the other host key", deadlineSeconds: 120 },
            );
        } finally {
            await lab.gitHub.useOtherHostKey(false);
        }
        await followBuild(watched, build);
    });

    step("what demo --keep suggests to look around with works as printed", async () => {
        await assertLookingAroundWorks(lab, { stacks: ["dev"], hasIngress: false });
    });

    step("destroy leaves nothing behind, on either side", async () => {
        await stack.destroy();
        assertSame(nothing, await takeSnapshot(lab));
    });
});

const SOURCE = "apps/backend/answer.go";

/** A tag after all others, without a commit: the time counts, whatever commit it names. */
async function nextTag(copy: WorkingCopy): Promise<string> {
    const tag = await copy.buildTag();
    return tag.replace(/\d{14}/, (time) => String(BigInt(time) + 1n));
}
