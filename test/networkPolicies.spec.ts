import assert from "node:assert/strict";

import { updaterNetworkPolicy } from "../components/manifests";

import { chartNetwork } from "./support/chartNetwork";
import {
    mayReach,
    type NetworkPolicy,
    parsePolicy,
    type Pod,
    type Source,
} from "./support/networkPolicies";

const NAMESPACE = "argocd";

function networkWith(webhooks: boolean) {
    const variant = webhooks ? "webhooks" : "polling";
    const argoCd = chartNetwork(`argo-cd-${variant}`);
    const updater = chartNetwork(`argocd-image-updater-${variant}`);
    const ours = parsePolicy(updaterNetworkPolicy({ namespace: NAMESPACE, webhooks }));
    return {
        policies: [...argoCd.policies, ...updater.policies, ours],
        pods: { ...argoCd.pods, ...updater.pods },
    };
}

function pod(namespace: string, name: string): Pod {
    return { namespace, labels: { "app.kubernetes.io/name": name }, ports: {} };
}

/** Who knocks, besides the pods of the two charts. */
const STRANGERS: Readonly<Record<string, Source>> = {
    "the Ingress controller": pod("ingress-nginx", "ingress-nginx"),
    "a load balancer outside": "outside",
    "the application": pod("letsgo-app-dev", "frontend"),
    "another pod beside Argo CD": pod(NAMESPACE, "somebody"),
    // A name alone opens nothing: the charts' policies ask for the release too.
    "a pod with the server's name": pod(NAMESPACE, "argocd-server"),
};

const OWN = {
    server: "argocd-server",
    "repo server": "argocd-repo-server",
    controller: "argocd-application-controller",
    redis: "argocd-redis",
    updater: "argocd-image-updater-controller",
} as const;

const EVERY_POD = [
    ...Object.keys(STRANGERS).filter((name) => name !== "a load balancer outside"),
    ...Object.keys(OWN),
].sort();
const EVERYBODY = [...EVERY_POD, "a load balancer outside"].sort();
const NOBODY: string[] = [];

/**
 * Who may reach what. Argo CD's metrics are open to the cluster, its server's to all that can
 * address a pod: so the chart has it, for scrapers in any namespace. They hold names, no secrets.
 */
const TABLE: readonly (readonly [
    pod: keyof typeof OWN,
    port: number,
    what: string,
    polling: readonly string[],
    webhooks: readonly string[],
])[] = [
    ["server", 8080, "API, web page and webhook", EVERYBODY, EVERYBODY],
    ["server", 8083, "metrics", EVERYBODY, EVERYBODY],
    ["repo server", 8081, "Git's content", ["controller", "server"], ["controller", "server"]],
    ["repo server", 8084, "metrics", EVERY_POD, EVERY_POD],
    ["controller", 8082, "metrics", EVERY_POD, EVERY_POD],
    [
        "redis",
        6379,
        "the cache",
        ["controller", "repo server", "server"],
        ["controller", "repo server", "server"],
    ],
    ["updater", 8081, "probes", NOBODY, NOBODY],
    ["updater", 8082, "webhook", NOBODY, EVERYBODY],
    ["updater", 8443, "metrics", NOBODY, NOBODY],
];

describe("the network policies", () => {
    for (const webhooks of [false, true]) {
        describe(webhooks ? "with webhooks" : "without webhooks", () => {
            const { policies, pods } = networkWith(webhooks);

            for (const [name, port, what, polling, told] of TABLE) {
                const expected = webhooks ? told : polling;
                it(`${name}, port ${port}, ${what}: ${summary(expected)}`, () => {
                    assert.deepEqual(whoReaches(policies, pods, name, port), expected);
                });
            }

            it("the table has every port that a pod names", () => {
                const named = Object.entries(OWN).flatMap(([short, name]) =>
                    Object.values(pods[name]?.ports ?? {}).map((port) => `${short} ${port}`),
                );
                const listed = new Set(TABLE.map(([name, port]) => `${name} ${port}`));
                assert.deepEqual(
                    named.filter((each) => !listed.has(each)),
                    [],
                );
            });
        });
    }

    it("without ours the updater would be open to all", () => {
        const { policies, pods } = chartNetwork("argocd-image-updater-polling");
        assert.deepEqual(policies, []);
        for (const port of [8081, 8082, 8443]) {
            assert.deepEqual(
                whoReaches(policies, { ...networkWith(false).pods, ...pods }, "updater", port),
                EVERYBODY,
            );
        }
    });
});

function whoReaches(
    policies: readonly NetworkPolicy[],
    pods: Readonly<Record<string, Pod>>,
    target: keyof typeof OWN,
    port: number,
): string[] {
    const find = (name: string) => pods[name] ?? assert.fail(`there is no ${name}`);
    const to = find(OWN[target]);
    const sources: [string, Source][] = [
        ...Object.entries(STRANGERS),
        ...Object.entries(OWN).map(([name, full]): [string, Source] => [name, find(full)]),
    ];
    return sources
        .filter(([, from]) => mayReach(policies, from, to, port))
        .map(([name]) => name)
        .sort();
}

function summary(who: readonly string[]): string {
    switch (who.length) {
        case 0:
            return "nobody";
        case EVERYBODY.length:
            return "everybody";
        case EVERY_POD.length:
            return "every pod";
        default:
            return who.join(", ");
    }
}
