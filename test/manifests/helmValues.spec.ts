import assert from "node:assert/strict";

import {
    argoCdValues,
    skipsChecks,
    toYaml,
    type UpdaterValues,
    updaterValues,
} from "../../components/manifests";
import { assertGoldenTree } from "../support/golden";

const POLLING = { namespace: "argocd", gitPollIntervalSeconds: 30 };
const GHCR = { intervalSeconds: 60, registry: { host: "ghcr.io" } };

describe("Helm values", () => {
    it("are the golden ones", () => {
        const files = {
            "argocd-polling.yaml": argoCdValues(POLLING),
            "argocd-webhooks.yaml": argoCdValues({
                namespace: "argocd",
                ingressHost: "argocd.example.com",
                gitPollIntervalSeconds: 120,
                knownHosts: ["git.example.com ssh-ed25519 AAAA", "git.example.com ssh-rsa BBBB\n"],
                webhookSecretReference: "$letsgo-app-webhooks:github",
            }),
            "updater-polling.yaml": updaterValues(GHCR),
            "updater-webhooks.yaml": updaterValues({
                intervalSeconds: 120,
                registry: { host: "ghcr.io", endpoint: "http://mirror.example.com:5000" },
                author: { name: "Robot", email: "robot@example.com" },
                webhooks: true,
                privateAuthority: true,
                reviewed: ["letsgo-app-staging", "letsgo-app-prod"],
                podAnnotations: { "checksum/webhooks": "0123" },
            }),
        };
        assertGoldenTree(
            "helm-values",
            Object.entries(files).map(([path, values]) => ({ path, content: toYaml(values) })),
        );
    });

    it("let the definitions of custom resources go with the release", () => {
        assert.equal(argoCdValues(POLLING).crds.keep, false);
        assert.equal(updaterValues(GHCR).crds.keep, false);
    });

    it("refuse a webhook secret in place of a reference to one", () => {
        assert.throws(
            () => argoCdValues({ ...POLLING, webhookSecretReference: "hunter2" }),
            (error: Error) =>
                /must be \$<Secret>:<key>/.test(error.message) &&
                !error.message.includes("hunter2"),
        );
    });

    it("keep Argo CD's own TLS unless an Ingress terminates it", () => {
        assert.equal(argoCdValues(POLLING).configs.params["server.insecure"], "false");
        const behind = argoCdValues({ ...POLLING, ingressHost: "argocd.example.com" });
        assert.equal(behind.configs.params["server.insecure"], "true");
    });

    it("tell the updater of a registry only where https://<host> is not its address", () => {
        assert.equal(updaterValues(GHCR).config.registries, undefined);
        const [hub] =
            updaterValues({
                ...GHCR,
                registry: { host: "docker.io", endpoint: "https://mirror.example.com" },
            }).config.registries ?? [];
        assert.deepEqual(hub, {
            name: "docker.io",
            prefix: "docker.io",
            api_url: "https://mirror.example.com",
            defaultns: "library",
            limit: 20,
        });
    });

    it("make the updater's commits start no workflow, and its pull requests all of them", () => {
        const message = (reviewed: string[]) =>
            updaterValues({ ...GHCR, reviewed }).config["git.commit-message-template"];
        assert.match(message([]), /\n\[skip ci\]\n$/);
        assert.ok(skipsChecks(message([]), "letsgo-app-prod"));
        assert.ok(skipsChecks(message(["letsgo-app-prod"]), "letsgo-app-prod-eu"));
        assert.ok(!skipsChecks(message(["letsgo-app-prod"]), "letsgo-app-prod"));
        assert.match(message(["a", "b"]), /\{\{ if eq \.AppName "a" "b" -\}\}\nMerging deploys/);
    });

    it("trust Argo CD's certificates in calls of GitHub's API, where they may be needed", () => {
        const names = (values: UpdaterValues) => values.extraEnv.map(({ name }) => name);
        assert.deepEqual(names(updaterValues(GHCR)), ["ARGOCD_TLS_DATA_PATH"]);
        const { extraEnv, volumeMounts } = updaterValues({ ...GHCR, privateAuthority: true });
        const directories = extraEnv.find(({ name }) => name === "SSL_CERT_DIR")?.value.split(":");
        assert.deepEqual(directories, ["/etc/ssl/certs", volumeMounts[0]?.mountPath]);
    });
});
