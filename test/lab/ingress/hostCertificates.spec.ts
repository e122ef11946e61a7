import assert from "node:assert/strict";
import { certificateSecret } from "../../../lab/ingress/hostCertificates";
import { saysAddress } from "../../../lab/ingress/publishAddress";
import { ingress } from "./ingresses";

describe("lab/ingress/hostCertificates", () => {
    const ingresses = [
        ingress("none", "argocd.lab", [], { tls: [{ hosts: ["argocd.lab"] }] }),
        ingress("own", "own.lab", [], { tls: [{ hosts: ["own.lab"], secretName: "own-tls" }] }),
        ingress("wild", "*.apps.lab", [], { tls: [{ hosts: ["*.apps.lab"], secretName: "wild" }] }),
    ];

    it("takes a host's certificate from the Secret its Ingress names", () => {
        const expected = { namespace: "apps", name: "own-tls" };
        assert.deepEqual(certificateSecret(ingresses, "OWN.lab"), expected);
        assert.equal(certificateSecret(ingresses, "one.apps.lab")?.name, "wild");
    });

    it("has none for a host without one, or without an Ingress", () => {
        assert.equal(certificateSecret(ingresses, "argocd.lab"), undefined);
        assert.equal(certificateSecret(ingresses, "apps.lab"), undefined);
    });
});

describe("lab/ingress/publishAddress", () => {
    it("is content with its own address alone", () => {
        const withStatus = (...entries: { ip?: string; hostname?: string }[]) => ({
            ...ingress("one", "a.lab", []),
            status: { loadBalancer: { ingress: entries } },
        });
        const address = "10.77.0.4";
        assert.ok(saysAddress(withStatus({ ip: address }), address));
        assert.ok(!saysAddress(withStatus({ ip: address }, { ip: "10.0.0.1" }), address));
        assert.ok(!saysAddress(withStatus({ hostname: "lb.example.com" }), address));
        assert.ok(!saysAddress(withStatus(), address));
        assert.ok(!saysAddress(ingress("one", "a.lab", []), address));
    });
});
