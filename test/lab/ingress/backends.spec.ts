import assert from "node:assert/strict";
import { findDestination } from "../../../lab/ingress/backends";
import type { EndpointSlice, Service } from "../../../lab/ingress/objects";
import type { Route } from "../../../lab/ingress/routing";

const SERVICE: Service = {
    spec: {
        clusterIP: "10.79.0.9",
        ports: [
            { name: "webhook", port: 8080 },
            { name: "metrics", port: 9090 },
        ],
    },
};

/** What a request to Service `argocd/updater` comes to. */
function look(
    port: { number?: number; name?: string },
    service: Service | undefined,
    ...ready: (boolean | undefined)[]
) {
    const route: Route = {
        namespace: "argocd",
        ingress: "argocd",
        backend: { service: { name: "updater", port } },
    };
    const slice: EndpointSlice = {
        metadata: { namespace: "argocd" },
        endpoints: ready.map((one) => ({ conditions: { ready: one } })),
    };
    return findDestination({ service: () => service, endpointSlices: () => [slice] }, route);
}

describe("lab/ingress/backends", () => {
    it("finds the port by number and by name", () => {
        const expected = { address: "10.79.0.9", port: 8080 };
        assert.deepEqual(look({ number: 8080 }, SERVICE, true), expected);
        assert.deepEqual(look({ name: "webhook" }, SERVICE, true), expected);
    });

    it("sends only where an endpoint is ready, or may be", () => {
        const sends = (...ready: (boolean | undefined)[]) =>
            "address" in look({ number: 8080 }, SERVICE, ...ready);
        assert.ok(sends(false, true));
        assert.ok(sends(undefined));
        assert.ok(!sends(false));
        assert.ok(!sends());
    });

    it("says what is missing", () => {
        const headless = { spec: { ...SERVICE.spec, clusterIP: "None" } };
        const number = 80;
        assert.deepEqual(look({ number }, undefined), {
            reason: "there is no Service argocd/updater",
        });
        assert.deepEqual(look({ number }, SERVICE, true), {
            reason: "Service argocd/updater has no port 80",
        });
        assert.deepEqual(look({ number: 8080 }, headless, true), {
            reason: "Service argocd/updater has no cluster address",
        });
        assert.deepEqual(look({ number: 8080 }, SERVICE), {
            reason: "Service argocd/updater has no ready endpoint",
        });
    });
});
