import assert from "node:assert/strict";

import { type CheckOptions, type Given, JOINING, problemsOf } from "../../../support/configSource";
import { GITHUB_ENTERPRISE } from "../../../support/contradictions";

describe("keys together", () => {
    const together: readonly [what: string, given: Given, options?: CheckOptions][] = [
        ["a joining stack", JOINING, { stack: "prod" }],
        ["an enterprise's host and its key", GITHUB_ENTERPRISE],
        [
            "a joining stack on an enterprise's host",
            { ...JOINING, githubBaseUrl: "https://git.example.com/" },
            { stack: "prod" },
        ],
        ["a hashed host key", { ...GITHUB_ENTERPRISE, knownHosts: "|1|a=|b= ssh-ed25519 AAAA" }],
        [
            "a key of a port",
            { ...GITHUB_ENTERPRISE, knownHosts: "[git.example.com]:22 ssh-rsa AA" },
        ],
        ["a token and its mode", { gitAuth: "token", gitToken: "ghp_x" }],
        ["users of the installation", { usedBy: ["staging", "prod"] }],
        [
            "an Ingress, its class and its certificate",
            {
                appHost: "app.example.com",
                ingressClassName: "nginx",
                ingressTlsSecret: "tls",
            },
        ],
        ["an Ingress of Argo CD, with the controller's certificate", { ingressHost: "argocd.lab" }],
        [
            "two Ingresses and what they share",
            {
                ingressHost: "argocd.example.com",
                appHost: "app.example.com",
                ingressClassName: "nginx",
                ingressTlsSecret: "tls",
                updaterInterval: "10s",
                gitPollInterval: "10s",
            },
        ],
        [
            "a constraint and a pin where versions count",
            { constraints: { backend: "~1.1" }, pin: { frontend: "v1.0.3" }, paused: true },
            { stack: "prod" },
        ],
        ["the longest name", { appName: "a".repeat(50) }],
        [
            "an image that goes by versions in an environment that does not",
            { images: [{ name: "a", strategy: "semver" }], constraints: { a: "^1.0" } },
        ],
    ];
    for (const [what, given, options] of together) {
        it(`take ${what}`, () => {
            assert.deepEqual(problemsOf(given, options), []);
        });
    }

    it("keep silent where a key they depend on is wrong by itself", () => {
        const problems = problemsOf({
            gitAuth: "password",
            gitToken: "ghp_x",
            images: [{ name: "A" }],
            pin: { worker: "v1" },
            githubBaseUrl: "git",
        });
        assert.deepEqual(
            problems.map(({ key }) => key),
            ["gitAuth", "images[0].name", "githubBaseUrl"],
        );
    });
});
