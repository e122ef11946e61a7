import assert from "node:assert/strict";

import { diagnose } from "../../../cli/wait/diagnosis";
import { progressLines } from "../../../cli/wait/progress";
import { healthyStory, type LastLogLines, story } from "../../../cli/wait/story";
import type { Environment } from "../../../cli/wait/environment";
import type { Seen } from "../../../cli/wait/objects";
import { DEV, PROD, seen, withUpdates } from "./seen";

const tell = (found: Seen, environment: Environment = PROD, logs: LastLogLines = {}) =>
    story(diagnose(found), environment, logs);

describe("wait: the story", () => {
    it("of a release that does not get ready: since when, why, what serves, the way back", () => {
        const pod = "backend-5d8bcc57cb-hv8lc";
        assert.deepEqual(tell(seen("unready"), PROD, { [pod]: "no database" }), [
            "letsgo-app-prod is Degraded since 2026-11-23T13:58:59Z, and Synced.",
            "",
            "backend: the pods of v1.0.1 do not get ready. v1.0.0 goes on serving, with 3 of 3 pods.",
            '  ReplicaSet "backend-5d8bcc57cb" has timed out progressing.',
            `  pod ${pod}: container backend runs and is not ready: ` +
                "Readiness probe failed: HTTP probe failed with statuscode: 503",
            "    its log ends: no database",
            "What to do:",
            `  See why:   kubectl --namespace letsgo-app-prod logs ${pod} --container=backend`,
            "  Go back:   pulumi config set --stack prod --path pin.backend v1.0.0",
            "             pulumi up --stack prod",
            "             Then, because the updater sees v1.0.0 running and leaves Git alone, commit:",
            "             newTag: v1.0.0 of ghcr.io/letsgo/letsgo-app-backend in " +
                "manifests/overlays/production/kustomization.yaml",
            "             npm run wait -- prod",
            "  Or go on:  push a release newer than v1.0.1 that works.",
            "  The pin holds until you take it away, once a release that works is in the registry:",
            "             pulumi config rm --stack prod --path pin.backend",
            "             pulumi up --stack prod",
        ]);
    });

    it("offers no way back while a rollout may still succeed", () => {
        const lines = tell(seen("crashing")).join("\n");
        assert.match(
            lines,
            /letsgo-app-prod is Progressing since 2026-11-23T14:00:37Z, and Synced/,
        );
        assert.match(lines, /CrashLoopBackOff: container backend ended with exit code 1/);
        assert.match(lines, /logs backend-\S+ --container=backend --previous$/m);
        assert.doesNotMatch(lines, /pulumi/);
    });

    it("names no pin for an image that the updater does not follow", () => {
        const lines = tell({ ...seen("unready"), imageUpdater: undefined }).join("\n");
        assert.match(lines, /Go back: {3}revert the commit that has brought this image/);
        assert.doesNotMatch(lines, /pin\./);
    });

    it("of images that were never built: what has to be pushed, and nothing of pods", () => {
        assert.deepEqual(tell(seen("notBuilt"), DEV), [
            "letsgo-app-dev is Degraded since 2026-11-23T13:55:50Z, and Synced.",
            "",
            "Nothing was built yet that this environment takes, for backend and frontend.",
            "What to do: push",
            ...DEV.waitingFor.slice(0, 2).map((line) => `  ${line}`),
        ]);
    });

    const ADVICE = [
        "  The registry wants other credentials, or any: set those of a user that may pull, on ghcr.io",
        "  with a classic token that has read:packages.",
        "             pulumi config set --stack dev --secret registryUsername",
        "             pulumi config set --stack dev --secret registryPassword",
        "             pulumi up --stack dev",
    ];
    const REFUSALS = [
        "pulling from host ghcr.io failed with status code [manifests v0.0.0]: 401 Unauthorized",
        "failed to authorize: failed to fetch oauth token: unexpected status: 403 Forbidden",
        "failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token: 401",
        "pull access denied, repository does not exist or may require authorization",
    ];
    for (const refusal of REFUSALS) {
        it(`of images that the registry does not give: ${refusal}`, () => {
            const told = tell(refusedPulls(seen("notBuilt"), refusal), DEV).join("\n");
            assert.ok(told.endsWith(["Or, where that was done:", ...ADVICE].join("\n")), told);
        });
    }

    it("of images that the registry does not give any more: why, and which credentials to set", () => {
        const built = renamed(seen("notBuilt"), "v0.0.0", "v1.0.0");
        const lines = tell(refusedPulls(built, REFUSALS[0] ?? ""), DEV);
        const at = lines.findIndex((line) => line.includes("See why:"));
        assert.deepEqual(lines.slice(at + 1, at + 1 + ADVICE.length), ADVICE);
        assert.match(lines.join("\n"), /ImagePullBackOff: .* 401 Unauthorized/);
    });

    it("of a tag that is not in the registry: to push it, or to commit another", () => {
        const told = tell(renamed(seen("notBuilt"), "v0.0.0", "v1.0.9"), DEV).join("\n");
        assert.match(
            told,
            /^ {2}The registry has no \S+-backend:v1\.0\.9\. Push it, or commit one that is there\.$/m,
        );
        assert.doesNotMatch(tell(seen("crashing")).join("\n"), /registry/);
    });

    it("of an updater that the registry refuses: its words, and which credentials to set", () => {
        const errors = ["backend: Could not get tags from registry: unauthorized: no"];
        const healthy = withUpdaterError(seen("healthy"), "1 error(s) occurred.");
        assert.deepEqual(story(diagnose(healthy), DEV, {}, errors).slice(-ADVICE.length - 5), [
            "",
            "The updater's last round failed: 1 error(s) occurred.",
            `  ${errors.join("")}`,
            "What to do:",
            "  See why:   kubectl --namespace argocd logs deployment/argocd-image-updater-controller",
            ...ADVICE,
        ]);
        const others = story(diagnose(healthy), DEV, {}, ["backend: something else"]).join("\n");
        assert.doesNotMatch(others, /registryPassword/);
    });

    const ANOTHER_KEY = [
        "  Git's server refuses the credential. A deploy key that was removed is made anew by this;",
        "  for a token, or a GitHub App, see docs/credentials.md:",
        "             pulumi up --stack prod --refresh",
    ];

    it("of an updater that Git refuses: its words, and what makes another key", () => {
        const said = "`git fetch origin main --force --prune --depth 1` failed exit status 128: ";
        const errors = [
            `Could not update application spec: ${said}git@github.com: Permission denied (publickey).\r\n` +
                "fatal: Could not read from remote repository.\n\nPlease make sure you have …",
        ];
        const healthy = withUpdaterError(seen("healthy"), "1 error(s) occurred.");
        assert.deepEqual(healthyStory(diagnose(healthy), PROD, errors), [
            "letsgo-app-prod is Synced and Healthy.",
            "",
            "The updater's last round failed: 1 error(s) occurred.",
            `  Could not update application spec: ${said}git@github.com: Permission denied (publickey).`,
            "  fatal: Could not read from remote repository.",
            "  Please make sure you have …",
            "What to do:",
            "  See why:   kubectl --namespace argocd logs deployment/argocd-image-updater-controller",
            ...ANOTHER_KEY,
        ]);
        const late = ["Could not update application spec: ! [rejected] main -> main (fetch first)"];
        assert.doesNotMatch(healthyStory(diagnose(healthy), PROD, late).join(), /credential/);
    });

    it("of Argo CD, which Git refuses: that no commit has to be repaired, and what makes another key", () => {
        const lines = tell(
            unreadable(
                "ssh: handshake failed: ssh: unable to authenticate, attempted methods [none publickey]",
            ),
        );
        const at = lines.indexOf("What to do:");
        assert.deepEqual(lines.slice(at + 1, at + 1 + ANOTHER_KEY.length), ANOTHER_KEY);
        assert.doesNotMatch(lines.join(), /repair/);
    });

    it("of another host key: where the known ones are", () => {
        const told = tell(unreadable("ssh: handshake failed: knownhosts: key mismatch")).join("\n");
        assert.match(told, /set knownHosts in the stack that installs Argo CD/);
        assert.doesNotMatch(told, /repair|removed/);
    });

    it("of an environment that runs what Git says, without trouble: that, and where the rest waits", () => {
        const pullRequests = "https://github.com/acme/app/pulls?q=is%3Apr";
        const kubeconfig = "canary-kubeconfig";
        const environment = { ...PROD, pullRequests, kubeconfig };
        assert.deepEqual(healthyStory(diagnose(seen("healthy")), environment), [
            "letsgo-app-prod is Synced and Healthy.",
            `What Git does not say yet waits there: ${pullRequests}`,
        ]);
    });

    it("of images that the Application names, healthy as it is: which, and how Git counts again", () => {
        const found = seen("healthy");
        assert.ok(found.application);
        const images = ["ghcr.io/letsgo/letsgo-app-backend:v0.9.0"];
        const application = { ...found.application, spec: { source: { kustomize: { images } } } };
        const overridden = diagnose({ ...found, application });
        const lines = [
            "",
            "The Application itself names images, whatever Git says:",
            "  ghcr.io/letsgo/letsgo-app-backend:v0.9.0",
            "What to do:",
            "  Obey Git:  kubectl --namespace argocd patch application letsgo-app-prod --type=json " +
                `--patch='[{"op":"remove","path":"/spec/source/kustomize"}]'`,
        ];
        assert.deepEqual(healthyStory(overridden, PROD).slice(1), lines);
        assert.deepEqual(story(overridden, PROD, {}).slice(1), lines);
    });

    it("of an Ingress and a claim that stay on their way: what they wait for", () => {
        const found = progressing(seen("healthy"), [
            { kind: "Ingress", name: "letsgo-app" },
            { kind: "PersistentVolumeClaim", name: "data", message: "waiting for first consumer" },
        ]);
        assert.equal(diagnose(found).verdict, "waiting");
        assert.deepEqual(tell(found).slice(1), [
            "",
            "Argo CD waits for Ingress letsgo-app and PersistentVolumeClaim data:",
            "  An Ingress is ready when it has an address, from a controller of its class (ingressClassName).",
            "  PersistentVolumeClaim data: waiting for first consumer",
            "  A claim is ready when it is bound, by its StorageClass (storageClassName) or the cluster's default.",
            "What to do:",
            "  See why:   kubectl --namespace letsgo-app-prod describe ingress letsgo-app",
            "  See why:   kubectl --namespace letsgo-app-prod describe persistentvolumeclaim data",
        ]);
    });

    it("of images whose pull request may be open: where to merge it", () => {
        const pullRequests = "https://github.com/acme/app/pulls?q=is%3Apr";
        const lines = tell(seen("notBuilt"), { ...DEV, pullRequests });
        assert.deepEqual(lines.slice(-3), [
            "",
            "Or merge the updater's pull request, if it is open already:",
            `  ${pullRequests}`,
        ]);
        assert.ok(
            !tell(seen("unready"), { ...PROD, pullRequests })
                .join()
                .includes(pullRequests),
        );
    });

    it("of a kind that the project forbids: the object, the reason, how often it was tried", () => {
        const lines = tell(seen("forbiddenKind")).join("\n");
        assert.match(lines, /^Since 2026-11-23T14:03:56Z: the sync of commit a971d3f failed, /m);
        assert.match(lines, /and is tried again: attempt 3\.$/m);
        assert.match(
            lines,
            /^ {2}Secret extra: resource :Secret is not permitted in project letsgo-app-prod$/m,
        );
        assert.match(lines, /revert or repair the commit in Git by another one/);
    });

    it("of an object that the API server refuses: its words, and that Argo CD has given up", () => {
        const lines = tell(seen("refusedObject")).join("\n");
        assert.match(lines, /the sync of commit 4590d9c failed, and was tried again 5 times\.$/m);
        assert.match(lines, /^ {2}Service extra: Service "extra" is invalid: .*99999/m);
        assert.match(lines, /Argo CD has given up on this commit/);
        // Once is enough: the condition SyncError and the operation say the same.
        assert.equal(lines.match(/99999/g)?.length, 2);
    });

    it("of Git that cannot be read or built: the condition", () => {
        const lines = tell(seen("brokenYaml")).join("\n");
        assert.match(lines, /and Unknown\.$/m);
        assert.match(lines, /Argo CD cannot tell what Git says/);
        assert.match(lines, /ComparisonError: .*MalformedYAMLError.*extra\.yaml/);
    });

    it("of a pin that is not in Git: where to look", () => {
        const found = withUpdates(seen("healthy"), "backend", String.raw`regexp:^v9\.0\.0$`);
        const lines = tell(found).join("\n");
        assert.match(lines, /backend is pinned to v9\.0\.0, which Git does not say yet/);
        assert.match(lines, /letsgo-app-backend:v9\.0\.0 is in the registry/);
        assert.match(
            lines,
            /kubectl --namespace argocd logs deployment\/argocd-image-updater-controller/,
        );
    });

    it("of a pin to what still runs beside a release that does not get ready: to be committed", () => {
        const found = withUpdates(seen("unready"), "backend", String.raw`regexp:^v1\.0\.0$`);
        const lines = tell(found).join("\n");
        assert.match(lines, /the updater sees v1\.0\.0 running and leaves Git alone, so commit/);
        assert.match(lines, /^ {2}newTag: v1\.0\.0 of ghcr\.io\/letsgo\/letsgo-app-backend in /m);
        assert.doesNotMatch(lines, /pulumi/);
    });

    it("of an Application that is gone: what makes it again", () => {
        assert.deepEqual(tell({ ...seen("healthy"), application: undefined }), [
            "There is no Application letsgo-app-prod in namespace argocd: " +
                "pulumi up --stack prod --refresh makes it again.",
        ]);
    });

    it("names context and kubeconfig where the stack has its own, and not what is in it", () => {
        const lines = tell(seen("unready"), {
            ...PROD,
            kubeContext: "the cluster",
            kubeconfig: "canary-kubeconfig",
        }).join("\n");
        assert.match(lines, /kubectl --context 'the cluster' --namespace letsgo-app-prod logs/);
        assert.match(lines, /pulumi config get --stack prod kubeconfig/);
        assert.doesNotMatch(lines, /canary/);
    });
});

describe("wait: progress", () => {
    it("says how far each Deployment is, and what holds it up", () => {
        assert.deepEqual(progressLines(diagnose(seen("unreadyRolling"))), [
            "Synced, last sync Succeeded, Progressing",
            "  backend v1.0.1: 1 of 3 updated, 3 available; container backend runs and is not " +
                "ready: Readiness probe failed: HTTP probe failed with statuscode: 503",
            "  frontend v1.0.0: 3 of 3 updated, 3 available",
        ]);
    });

    it("says why a sync is repeated, what is not built, and what the updater cannot do", () => {
        assert.match(progressLines(diagnose(seen("forbiddenKind"))).join("\n"), /not permitted/);
        assert.match(progressLines(diagnose(seen("notBuilt"))).join("\n"), /; not built yet$/m);
        const found = seen("healthy");
        const status = {
            conditions: [{ type: "Error", status: "True", message: "could not push" }],
        };
        const imageUpdater = found.imageUpdater && { ...found.imageUpdater, status };
        const lines = progressLines(diagnose({ ...found, imageUpdater }));
        assert.equal(lines.at(-1), "  the updater: could not push");
    });
});

/** An environment whose Git cannot be read, for a reason. */
function unreadable(reason: string): Seen {
    const found = seen("brokenYaml");
    const { application } = found;
    assert.ok(application?.status);
    const message = `Failed to load target state: failed to list refs: ${reason}`;
    const conditions = [{ type: "ComparisonError", message }];
    return {
        ...found,
        application: { ...application, status: { ...application.status, conditions } },
    };
}

/** The same, with other objects that are not ready. */
function progressing(
    found: Seen,
    unfinished: readonly { kind: string; name: string; message?: string }[],
): Seen {
    const { application } = found;
    assert.ok(application);
    const resources = unfinished.map(({ kind, name, message }) => ({
        kind,
        name,
        health: { status: "Progressing", ...(message !== undefined && { message }) },
    }));
    const health = { status: "Progressing" };
    const status = { ...application.status, health, resources };
    return { ...found, application: { ...application, status } };
}

/** The same, with pulls that failed for another reason. */
function refusedPulls(found: Seen, reason: string): Seen {
    const events = found.events.map((event) =>
        event.message?.startsWith("Failed to pull image")
            ? { ...event, message: event.message.replace(/failed to resolve.*$/, reason) }
            : event,
    );
    return { ...found, events };
}

/** The same, with another tag everywhere. */
function renamed(found: Seen, tag: string, other: string): Seen {
    return JSON.parse(JSON.stringify(found).replaceAll(`:${tag}`, `:${other}`)) as Seen;
}

function withUpdaterError(found: Seen, message: string): Seen {
    const conditions = [{ type: "Error", status: "True", reason: "PartialErrors", message }];
    const { imageUpdater } = found;
    assert.ok(imageUpdater);
    return { ...found, imageUpdater: { ...imageUpdater, status: { conditions } } };
}
