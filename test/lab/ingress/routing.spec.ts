import assert from "node:assert/strict";
import type { Ingress } from "../../../lab/ingress/objects";
import { hostMatches, route } from "../../../lab/ingress/routing";
import { ingress, toService } from "./ingresses";

/** Name of the Service a request is sent to. */
function sentTo(ingresses: readonly Ingress[], host: string, target: string): string | undefined {
    return route(ingresses, host, target)?.backend.service?.name;
}

describe("lab/ingress/routing", () => {
    it("splits one host between an exact path and all others", () => {
        const both = [
            ingress("argocd", "argocd.lab", [
                toService("updater", "/webhook", "Exact"),
                toService("server", "/"),
            ]),
        ];
        const expected: [string, string][] = [
            ["/webhook", "updater"],
            ["/webhook?type=ghcr.io", "updater"],
            ["/webhook/", "server"],
            ["/webhooks", "server"],
            ["/webhook/healthz", "server"],
            ["/Webhook", "server"],
            ["/api/webhook", "server"],
            ["/", "server"],
        ];
        for (const [path, service] of expected) {
            assert.equal(sentTo(both, "argocd.lab", path), service, path);
        }
    });

    // The table of the Kubernetes documentation: kind, path of the rule, of the request, match.
    const table: [("Exact" | "Prefix")[], string[], string, boolean][] = [
        [["Prefix"], ["/"], "/any/path", true],
        [["Exact"], ["/foo"], "/foo", true],
        [["Exact"], ["/foo"], "/bar", false],
        [["Exact"], ["/foo"], "/foo/", false],
        [["Exact"], ["/foo/"], "/foo", false],
        [["Prefix"], ["/foo"], "/foo", true],
        [["Prefix"], ["/foo"], "/foo/", true],
        [["Prefix"], ["/foo/"], "/foo", true],
        [["Prefix"], ["/foo/"], "/foo/", true],
        [["Prefix"], ["/aaa/bb"], "/aaa/bbb", false],
        [["Prefix"], ["/aaa/bbb"], "/aaa/bbb", true],
        [["Prefix"], ["/aaa/bbb/"], "/aaa/bbb", true],
        [["Prefix"], ["/aaa/bbb"], "/aaa/bbb/", true],
        [["Prefix"], ["/aaa/bbb"], "/aaa/bbb/ccc", true],
        [["Prefix"], ["/aaa/bbb"], "/aaa/bbbxyz", false],
        [["Prefix", "Prefix"], ["/", "/aaa"], "/aaa/ccc", true],
        [["Prefix", "Prefix"], ["/", "/aaa"], "/ccc", true],
        [["Prefix"], ["/aaa"], "/ccc", false],
        [["Exact", "Prefix"], ["/foo", "/foo"], "/foo", true],
    ];
    for (const [types, paths, request, matches] of table) {
        const rules = paths.map((path, index) => `${types[index] ?? ""} ${path}`).join(", ");
        it(`${request} ${matches ? "matches" : "does not match"} ${rules}`, () => {
            const rulePaths = paths.map((path, index) =>
                toService(`s${index}`, path, types[index]),
            );
            const found = sentTo([ingress("one", "a.lab", rulePaths)], "a.lab", request);
            assert.equal(found !== undefined, matches);
        });
    }

    it("prefers the path with most elements, and Exact to Prefix, wherever it is written", () => {
        const paths = [
            toService("all", "/"),
            toService("prefix", "/a/b"),
            toService("longer", "/a/b/c/"),
            toService("exact", "/a/b", "Exact"),
        ];
        for (const rulePaths of [paths, [...paths].reverse()]) {
            const one = [ingress("one", "a.lab", rulePaths)];
            assert.equal(sentTo(one, "a.lab", "/a/b"), "exact");
            assert.equal(sentTo(one, "a.lab", "/a/b/"), "prefix");
            assert.equal(sentTo(one, "a.lab", "/a/b/c"), "longer");
            assert.equal(sentTo(one, "a.lab", "/z"), "all");
        }
    });

    it("prefers a host by name to a wildcard, and that to rules for every host", () => {
        const three = [
            ingress("any", undefined, [toService("any", "/")]),
            ingress("wild", "*.lab", [toService("wild", "/"), toService("only-wild", "/x")]),
            ingress("named", "a.lab", [toService("named", "/n")]),
        ];
        assert.equal(sentTo(three, "A.lab:443", "/n"), "named");
        assert.equal(sentTo(three, "b.lab", "/x"), "only-wild");
        assert.equal(sentTo(three, "b.c.lab", "/x"), "any");
        assert.equal(sentTo(three, "a.lab", "/x"), undefined);
    });

    it("lets a wildcard stand for one label", () => {
        assert.ok(hostMatches("*.foo.com", "bar.foo.com"));
        assert.ok(!hostMatches("*.foo.com", "baz.bar.foo.com"));
        assert.ok(!hostMatches("*.foo.com", "foo.com"));
    });

    it("prefers the older of two Ingresses with the same path", () => {
        const two = [
            ingress("young", "a.lab", [toService("young", "/")], {
                creationTimestamp: "2031-01-01T00:00:00Z",
            }),
            ingress("old", "a.lab", [toService("old", "/")]),
        ];
        assert.equal(route(two, "a.lab", "/")?.ingress, "old");
    });

    it("sends what nothing matches to a default backend, or nowhere", () => {
        const rules = ingress("rules", "a.lab", [toService("a", "/a")]);
        const { backend: defaultBackend } = toService("fallback", "/");
        const withDefault = ingress("default", undefined, [], { defaultBackend });
        assert.equal(route([rules], "other.lab", "/a"), undefined);
        assert.equal(sentTo([rules, withDefault], "other.lab", "/a"), "fallback");
        assert.equal(sentTo([rules, withDefault], "a.lab", "/b"), "fallback");
    });
});
