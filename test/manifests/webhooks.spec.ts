import assert from "node:assert/strict";

import {
    argoCdIngress,
    packageHookUrl,
    pushHookUrl,
    tellsOfPackages,
    toYaml,
    updaterNetworkPolicy,
} from "../../components/manifests";
import { assertGoldenTree } from "../support/golden";

const MINIMAL = { namespace: "argocd", host: "argocd.example.com", updater: true };

describe("the objects of webhooks", () => {
    it("are the golden ones", () => {
        const files = {
            "ingress.yaml": argoCdIngress(MINIMAL),
            "ingress-own-class-and-certificate-no-updater.yaml": argoCdIngress({
                namespace: "gitops",
                host: "argocd.example.com",
                className: "nginx",
                tlsSecret: "argocd-tls",
                updater: false,
            }),
            "network-policy-polling.yaml": updaterNetworkPolicy({
                namespace: "argocd",
                webhooks: false,
            }),
            "network-policy-webhooks.yaml": updaterNetworkPolicy({
                namespace: "argocd",
                webhooks: true,
            }),
        };
        assertGoldenTree(
            "webhooks",
            Object.entries(files).map(([path, object]) => ({ path, content: toYaml(object) })),
        );
    });

    it("send each event where its receiver listens", () => {
        const host = "argocd.example.com";
        assert.equal(pushHookUrl(host), "https://argocd.example.com/api/webhook");
        assert.equal(packageHookUrl(host), "https://argocd.example.com/webhook?type=ghcr.io");
        const paths = argoCdIngress(MINIMAL).spec.rules.flatMap(({ http }) => http.paths);
        assert.deepEqual(
            [pushHookUrl(host), packageHookUrl(host), `https://${host}/webhook/x`].map((url) =>
                backendOf(paths, new URL(url).pathname),
            ),
            ["argocd-server", "argocd-image-updater", "argocd-server"],
        );
    });

    it("GitHub tells of images in its own registry, and in no other", () => {
        assert.deepEqual(
            ["ghcr.io", "docker.io", "registry.example.com:5000", "containers.example.com"].filter(
                tellsOfPackages,
            ),
            ["ghcr.io"],
        );
    });
});

interface Path {
    readonly path: string;
    readonly pathType: string;
    readonly backend: { readonly service: { readonly name: string } };
}

/** An exact path goes before a prefix. */
function backendOf(paths: readonly Path[], path: string): string | undefined {
    const found =
        paths.find((each) => each.pathType === "Exact" && each.path === path) ??
        paths.find((each) => each.pathType === "Prefix" && path.startsWith(each.path));
    return found?.backend.service.name;
}
