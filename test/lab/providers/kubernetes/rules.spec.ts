import assert from "node:assert/strict";
import { parseJsonPath, matchJsonPath } from "../../../../lab/providers/kubernetes/await/jsonPath";
import { waitForConditions } from "../../../../lab/providers/kubernetes/await/conditions";
import { connectionOf, readKubeconfig } from "../../../../lab/providers/kubernetes/kubeconfig";
import { adoptFields } from "../../../../lab/providers/kubernetes/managedFields";
import { mergePatch, threeWayPatch } from "../../../../lab/providers/kubernetes/mergePatch";
import { normalize } from "../../../../lab/providers/kubernetes/normalize";
import {
    containsPath,
    formatPath,
    parsePath,
} from "../../../../lab/providers/kubernetes/propertyPath";
import { diffProviderConfig } from "../../../../lab/providers/kubernetes/providerConfig";
import { prune } from "../../../../lab/providers/kubernetes/prune";
import { Properties, unknown } from "../../../../lab/providers/protocol/values";
import { urnOf } from "../support/kubernetesProvider";

describe("pulumi.com/waitFor", () => {
    const object: Properties = {
        metadata: { generation: 2 },
        status: { sync: { status: "Synced" }, conditions: [{ type: "Ready", status: "True" }] },
    };
    const annotated = (waitFor: string): Properties => ({
        metadata: { annotations: { "pulumi.com/waitFor": waitFor } },
    });
    const met = (waitFor: string, subject = object) =>
        waitForConditions(annotated(waitFor))?.every((condition) => condition.check(subject).met);

    for (const [waitFor, expected] of [
        ["jsonpath={.status.sync.status}=Synced", true],
        ["jsonpath={.status.sync.status}=Unknown", false],
        ["jsonpath={.status.sync}", true],
        ["jsonpath={.status.nothing}", false],
        ['jsonpath={.status.conditions[?(@.type=="Ready")].status}=True', true],
        ["condition=Ready", true],
        ["condition=ready=true", true],
        ["condition=Ready=False", false],
        ["condition=Synced", false],
        ['["condition=Ready", "jsonpath={.status.sync.status}=Synced"]', true],
        ['["condition=Ready", "jsonpath={.status.sync.status}=No"]', false],
    ] as const) {
        it(`${waitFor} is ${expected ? "met" : "not met"}`, () => {
            assert.equal(met(waitFor), expected);
        });
    }

    it("does not believe a status of an older generation", () => {
        const stale = {
            ...object,
            status: { ...(object["status"] as Properties), observedGeneration: 1 },
        };
        assert.equal(met("condition=Ready", stale), false);
        assert.equal(met("jsonpath={.status.sync.status}=Synced", stale), false);
    });

    for (const waitFor of [
        "Ready",
        "[]",
        "jsonpath=.status",
        "jsonpath={.a}=",
        "jsonpath={.a}=b=c",
        "jsonpath='{.a}'",
        "jsonpath={.a[}",
    ]) {
        it(`refuses ${waitFor}`, () => {
            assert.throws(() => waitForConditions(annotated(waitFor)));
        });
    }

    it("refuses to compare an object with a text", () => {
        assert.throws(
            () => matchJsonPath(parseJsonPath("jsonpath={.status}=x"), object),
            /non-primitive/,
        );
    });
});

describe("patches and paths", () => {
    it("merge patches name what is added, changed and removed", () => {
        const from: Properties = { same: 1, changed: 1, gone: 1, deep: { a: 1, b: [1] } };
        const to: Properties = { same: 1, changed: unknown, added: 2, deep: { a: 1, b: [2] } };
        assert.deepEqual(mergePatch(from, to), {
            changed: null,
            added: 2,
            gone: null,
            deep: { b: [2] },
        });
    });

    it("three-way patches leave alone what only the live state has", () => {
        assert.deepEqual(threeWayPatch({ a: 1, gone: 1 }, { a: 2 }, { a: 1, gone: 1, live: 1 }), {
            a: 2,
            gone: null,
        });
    });

    it("paths are written and read alike", () => {
        for (const text of ["spec.ports[0].name", 'data["tls.crt"]', "a", 'a["b[c]"][2]']) {
            assert.equal(formatPath(parsePath(text)), text);
        }
        assert.throws(() => parsePath('a["b'));
        assert.equal(
            containsPath(parsePath("spec.ports[*].name"), parsePath("spec.ports[3].name")),
            true,
        );
        assert.equal(containsPath(parsePath("spec.port"), parsePath("spec.ports")), false);
    });

    it("pruning keeps the shape of the inputs, and what is of another type", () => {
        const live: Properties = {
            a: 1,
            b: { c: 1, d: 1 },
            list: [{ x: 1, y: 1 }, { x: 2 }],
            odd: "text",
        };
        assert.deepEqual(prune(live, { a: 0, b: { c: 0 }, list: [{ x: 0 }], odd: { now: 1 } }), {
            a: 1,
            b: { c: 1 },
            list: [{ x: 1 }],
            odd: "text",
        });
    });
});

describe("the normal form of inputs", () => {
    it("leaves out what the API leaves out, in built-in kinds only", () => {
        const policy = {
            apiVersion: "networking.k8s.io/v1",
            kind: "NetworkPolicy",
            metadata: { name: "n", labels: {}, uid: "u" },
            spec: { podSelector: {}, ingress: [] },
        };
        assert.deepEqual(normalize(policy), {
            ...policy,
            metadata: { name: "n" },
            spec: { podSelector: {} },
        });
        const custom = { ...policy, apiVersion: "argoproj.io/v1alpha1", kind: "Application" };
        assert.deepEqual(normalize(custom), { ...custom, metadata: { name: "n", labels: {} } });
    });

    it("keeps inputs with unknown values as they are", () => {
        const secret = {
            apiVersion: "v1",
            kind: "Secret",
            metadata: { name: "s" },
            stringData: { a: unknown },
        };
        assert.deepEqual(normalize(secret), secret);
    });

    it("lets stringData win over data", () => {
        const secret = {
            apiVersion: "v1",
            kind: "Secret",
            metadata: { name: "s" },
            data: { a: "eA==", b: "eQ==" },
            stringData: { a: "z" },
        };
        assert.deepEqual(normalize(secret)["data"], { a: "eg==", b: "eQ==" });
    });
});

describe("field managers", () => {
    const entry = (manager: string, operation: string, fieldsV1: Properties) => ({
        manager,
        operation,
        fieldsV1,
    });
    const object = (managedFields: Properties[]): Properties => ({
        metadata: { resourceVersion: "7", managedFields },
    });

    it("takes the fields of creation over, merged with those it has", () => {
        const patch = adoptFields(
            object([
                entry("pulumi-kubernetes", "Update", { "f:a": {} }),
                entry("own", "Apply", { "f:b": {} }),
                entry("kubelet", "Update", {}),
            ]),
            "own",
        );
        assert.deepEqual(patch?.[0]?.["value"], [
            entry("kubelet", "Update", {}),
            entry("own", "Apply", { "f:a": {}, "f:b": {} }),
        ]);
    });

    it("has nothing to take where only others are", () => {
        assert.equal(
            adoptFields(object([entry("argocd-controller", "Apply", {})]), "own"),
            undefined,
        );
    });
});

describe("the provider's own configuration", () => {
    const kubeconfig = (server: string, token = "t") =>
        JSON.stringify({
            "current-context": "c",
            contexts: [{ name: "c", context: { cluster: "k", user: "u", namespace: "apps" } }],
            clusters: [{ name: "k", cluster: { server } }],
            users: [{ name: "u", user: { token } }],
        });
    const diff = (olds: Properties, news: Properties) =>
        diffProviderConfig({
            ...urnOf("pulumi:providers:kubernetes"),
            id: "x",
            olds,
            news,
            oldInputs: olds,
            ignoreChanges: [],
        });

    it("replaces for another cluster, not for another token", () => {
        const old = { kubeconfig: kubeconfig("https://a") };
        assert.deepEqual(diff(old, old), { changed: false });
        assert.deepEqual(diff(old, { kubeconfig: kubeconfig("https://a", "other") }).replaces, []);
        assert.deepEqual(diff(old, { kubeconfig: kubeconfig("https://b") }).replaces, [
            "kubeconfig",
        ]);
        assert.deepEqual(diff(old, { kubeconfig: unknown }).replaces, ["kubeconfig"]);
    });

    it("goes by clusterIdentifier where there is one", () => {
        const [a, b] = ["https://a", "https://b"].map((server) => ({
            kubeconfig: kubeconfig(server),
            clusterIdentifier: "same",
        }));
        assert.deepEqual(diff(a ?? {}, b ?? {}).replaces ?? [], []);
        assert.deepEqual(diff(a ?? {}, { ...a, clusterIdentifier: "other" }).replaces, [
            "clusterIdentifier",
        ]);
    });

    it("reads a kubeconfig given as content", () => {
        const { authorization, namespace, server } = connectionOf(
            readKubeconfig(kubeconfig("https://a/")),
            {},
        );
        assert.deepEqual(
            { authorization, namespace, server },
            { authorization: "Bearer t", namespace: "apps", server: "https://a" },
        );
        assert.throws(
            () => connectionOf(readKubeconfig(kubeconfig("https://a")), { context: "none" }),
            /"none" does not exist/,
        );
        assert.throws(
            () => readKubeconfig("/no/such/file"),
            /neither an existing file nor a kubeconfig/,
        );
    });
});
