import assert from "node:assert/strict";

import { assemble } from "../../../stacks/config/assemble";
import type { Facts } from "../../../stacks/config/facts";
import { environmentFor } from "../../../stacks/environments";

/** Facts that no rule has looked at. */
function factsOf(values: Facts["values"]): Facts {
    return {
        stack: "dev",
        environment: environmentFor("dev"),
        knownStacks: ["dev"],
        given: new Set(),
        written: {},
        values: { githubOwner: "acme", githubToken: "ghp_x", ...values },
    };
}

describe("the assembled configuration", () => {
    it("polls as often with an Ingress as without: events get lost", () => {
        const host = "argocd.example.com";
        for (const [ingressHost, ingress] of [
            [undefined, undefined],
            [host, { host }],
        ] as const) {
            const config = assemble(factsOf({ ingressHost }));
            assert.deepEqual(config.ingress, ingress);
            assert.equal(config.updater.intervalSeconds, 60);
            assert.equal(config.argoCd.gitPollIntervalSeconds, 30);
        }
    });

    it("takes intervals as they are given, with an Ingress or without", () => {
        for (const ingressHost of [undefined, "argocd.example.com"]) {
            const { updater, argoCd } = assemble(
                factsOf({ ingressHost, updaterInterval: 7, gitPollInterval: 8 }),
            );
            assert.deepEqual([updater.intervalSeconds, argoCd.gitPollIntervalSeconds], [7, 8]);
        }
    });

    it("gives class and certificate to each Ingress there is", () => {
        const shared = { ingressClassName: "nginx", ingressTlsSecret: "tls" };
        const { app, ingress } = assemble(factsOf({ appHost: "app.example.com", ...shared }));
        assert.equal(ingress, undefined);
        assert.deepEqual(
            [app.host, app.ingressClassName, app.ingressTlsSecret],
            ["app.example.com", "nginx", "tls"],
        );
        assert.deepEqual(
            assemble(factsOf({ ingressHost: "argocd.example.com", ...shared })).ingress,
            { host: "argocd.example.com", className: "nginx", tlsSecret: "tls" },
        );
    });
});
