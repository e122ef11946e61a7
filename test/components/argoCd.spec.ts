import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";

import { runProgram } from "../support/program";

const NAMESPACE = "kubernetes:core/v1:Namespace";
const RELEASE = "kubernetes:helm.sh/v3:Release";

/** As in the chart thirty seconds take a pod out, and two put it in. */
const READINESS = { initialDelaySeconds: 1, periodSeconds: 2, failureThreshold: 15 };

describe("ArgoCd", () => {
    it("installs the chart that the values are written for, into a namespace of its own", async () => {
        const { registry, requests } = await runProgram("dev", { argoCdNamespace: "gitops" });
        const namespace = registry.get(NAMESPACE, "argocd");
        assert.deepEqual(namespace.inputs["metadata"], {
            name: "gitops",
            annotations: {
                "argocd-image-drift/installed-by": "dev",
                "argocd-image-drift/used-by": "",
            },
        });
        assert.equal(namespace.id, "");

        const { values, ...release } = registry.get(RELEASE, "argocd-release").inputs;
        assert.deepEqual(plain(release), {
            name: "argocd",
            namespace: "gitops",
            chart: "argo-cd",
            version: "10.1.1",
            repositoryOpts: { repo: "https://argoproj.github.io/argo-helm" },
            timeout: 600,
            // The provider's own.
            compat: "true",
        });
        assert.deepEqual(values, {
            crds: { install: true, keep: false },
            global: {
                domain: "argocd-server.gitops.svc",
                logging: { format: "json" },
                networkPolicy: { create: true },
            },
            configs: {
                cm: { "timeout.reconciliation": "30s", "timeout.reconciliation.jitter": "0s" },
                params: {
                    "server.insecure": "false",
                    "controller.resource.health.persist": "true",
                },
            },
            dex: { enabled: false },
            notifications: { enabled: false },
            applicationSet: { replicas: 0 },
            controller: { readinessProbe: READINESS },
            repoServer: { readinessProbe: READINESS },
            server: { readinessProbe: READINESS },
        });
        // What the chart's hooks leave in the namespace goes with it, after the release.
        assert.deepEqual(requests.get(RELEASE, "argocd-release").waitsFor, [`${NAMESPACE} argocd`]);
    });

    it("takes the chart from where it is configured", async () => {
        for (const [given, taken] of [
            [
                { repository: "https://charts.example.com", version: "10.1.9" },
                {
                    chart: "argo-cd",
                    version: "10.1.9",
                    repositoryOpts: { repo: "https://charts.example.com" },
                },
            ],
            [
                { chart: "oci://registry.example.com/argo-cd" },
                { chart: "oci://registry.example.com/argo-cd", version: "10.1.1" },
            ],
            [{ chart: "./argo-cd.tgz" }, { chart: "./argo-cd.tgz" }],
        ] as const) {
            const { registry } = await runProgram("dev", { argoCdChart: JSON.stringify(given) });
            const { chart, version, repositoryOpts } = registry.get(
                RELEASE,
                "argocd-release",
            ).inputs;
            assert.deepEqual(
                plain({ chart, version, repositoryOpts }),
                taken,
                JSON.stringify(given),
            );
        }
    });

    it("passes poll interval and host keys on, and merges the configured values last", async () => {
        const { registry } = await runProgram("dev", {
            githubBaseUrl: "https://git.example.com/",
            knownHosts: '["git.example.com ssh-ed25519 AAAA"]',
            gitPollInterval: "90s",
            argoCdValues: JSON.stringify({
                dex: { enabled: true },
                server: { replicas: 2 },
                configs: { cm: { "timeout.reconciliation.jitter": "5s" } },
            }),
        });
        const values = registry.get(RELEASE, "argocd-release").inputs["values"] as Record<
            string,
            unknown
        >;
        assert.deepEqual(values["configs"], {
            cm: { "timeout.reconciliation": "90s", "timeout.reconciliation.jitter": "5s" },
            params: { "server.insecure": "false", "controller.resource.health.persist": "true" },
            ssh: { extraHosts: "git.example.com ssh-ed25519 AAAA\n" },
        });
        assert.deepEqual(values["dex"], { enabled: true });
        assert.deepEqual(values["server"], { replicas: 2, readinessProbe: READINESS });
        assert.deepEqual(values["notifications"], { enabled: false });
    });

    for (const [usedBy, protect] of [
        ['["prod"]', true],
        ["[]", false],
    ] as const) {
        it(`used by ${usedBy}: ${protect ? "is" : "is not"} protected, and never left behind`, async () => {
            const { requests } = await runProgram("dev", { usedBy });
            for (const request of [
                requests.get(NAMESPACE, "argocd"),
                requests.get(RELEASE, "argocd-release"),
            ]) {
                assert.equal(request.protect, protect, request.name);
                assert.equal(request.retainOnDelete, false, request.name);
            }
        });
    }

    it("tells stacks that join who uses it, and changes nothing else for that", async () => {
        const alone = await runProgram("dev");
        const shared = await runProgram("dev", { usedBy: '["staging", "prod"]' });
        const inputsOf = ({ registry }: typeof alone) =>
            registry.resources.map(({ type, name, inputs }) => ({ type, name, inputs }));
        const before = inputsOf(alone);
        const changed = inputsOf(shared).filter(
            (one) => !before.some((other) => isDeepStrictEqual(one, other)),
        );
        assert.deepEqual(
            changed.map(({ type, name }) => `${type} ${name}`),
            [`${NAMESPACE} argocd`],
        );
        assert.deepEqual(shared.registry.get(NAMESPACE, "argocd").inputs["metadata"], {
            name: "argocd",
            annotations: {
                "argocd-image-drift/installed-by": "dev",
                "argocd-image-drift/used-by": "staging,prod",
            },
        });
    });

    it("not to be installed: nothing is made", async () => {
        const { registry, requests } = await runProgram("dev", {
            argoCdInstall: "false",
            argoCdNamespace: "gitops",
        });
        assert.throws(() => requests.get(NAMESPACE, "argocd"), /No request/);
        assert.deepEqual(
            registry.list().filter((line) => line.startsWith(RELEASE)),
            [],
        );
    });
});

/** Without the inputs that the provider's own code adds as nothing. */
function plain(inputs: object): object {
    return Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined));
}
