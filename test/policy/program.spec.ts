import assert from "node:assert/strict";

import { judge } from "./support/judge";
import { programResources } from "./support/programResources";

/** The whole program, in the ways in which a stack can be configured. */
const MODES: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
    ["dev", "dev", {}],
    [
        "dev with all there is",
        "dev",
        {
            ingressHost: "argocd.example.com",
            appHost: "app.example.com",
            registryUsername: "canary-registry-user",
            registryPassword: "canary-registry-password",
            appSecrets: '{"DATABASE_PASSWORD": "canary-app-secret"}',
            branchRules: "true",
            codeOwners: '["@alice"]',
            githubEnvironment: "true",
            keysGeneration: "2",
            usedBy: '["staging", "prod"]',
        },
    ],
    ["dev with a token", "dev", { gitAuth: "token", gitToken: "canary-git-token" }],
    ["staging", "staging", {}],
    ["prod", "prod", {}],
    ["prod that is pinned", "prod", { pin: '{"backend": "v1.0.3"}' }],
    ["prod that is paused", "prod", { paused: "true" }],
    [
        "prod with secrets",
        "prod",
        { registryUsername: "robot", registryPassword: "canary-registry-password" },
    ],
];

describe("the policy pack over the whole program", () => {
    for (const [mode, stack, config] of MODES) {
        for (const preview of [false, true]) {
            it(`has nothing against ${preview ? "a preview of " : ""}${mode}`, async () => {
                const resources = await programResources(stack, config, { preview });
                assert.ok(resources.length > 20);
                assert.deepEqual(await judge(resources), []);
            });
        }
    }
});
