import assert from "node:assert/strict";
import * as yaml from "yaml";
import { ARGO_CD, IMAGE_UPDATER, type LabChart } from "../../../lab/charts/definition";
import { flatten } from "../../../lab/charts/flatten";
import type { KubernetesObject } from "../../../lab/charts/rendered";
import { packedCharts } from "./chartTools";

const POD = "spec.template.spec";

describe("what the lab's charts install", function () {
    this.timeout(60_000);
    const charts = packedCharts();

    /** Renders without definitions, which are most of the work, unless the values speak of them. */
    function rendered(chart: LabChart, values: object): Promise<KubernetesObject[]> {
        return charts.render(chart, { crds: { install: false }, ...values });
    }

    /** Fields by `Kind/name`. */
    async function objects(
        chart: LabChart,
        values: object = {},
    ): Promise<Map<string, Map<string, string>>> {
        const list = await rendered(chart, values);
        return new Map(
            list.map((object) => [`${object.kind}/${object.metadata.name}`, flatten(object)]),
        );
    }

    function field(
        all: Map<string, Map<string, string>>,
        object: string,
        fieldPath: string,
    ): unknown {
        const fields = all.get(object);
        assert.ok(fields, `there is no ${object}`);
        const value = fields.get(fieldPath);
        return value === undefined ? undefined : JSON.parse(value);
    }

    it("the settings of Argo CD reach its ConfigMaps, over the module's own", async () => {
        const all = await objects(ARGO_CD, {
            global: { domain: "argocd.example.com", logging: { format: "json" } },
            configs: {
                cm: { "timeout.reconciliation": "7s" },
                params: { "server.insecure": "true" },
            },
        });
        const cm = "ConfigMap/argocd-cm";
        assert.equal(field(all, cm, "data.url"), "https://argocd.example.com");
        assert.equal(field(all, cm, "data.timeout.reconciliation"), "7s");
        assert.match(String(field(all, cm, "data.resource.exclusions")), /EndpointSlice/);
        const params = "ConfigMap/argocd-cmd-params-cm";
        assert.equal(field(all, params, "data.server.insecure"), "true");
        assert.equal(field(all, params, "data.reposerver.log.format"), "json");
        assert.equal(field(all, params, "data.redis.server"), "argocd-redis:6379");
    });

    it("names exactly the images the lab provides", async () => {
        const images = new Set<unknown>();
        for (const chart of [ARGO_CD, IMAGE_UPDATER]) {
            const text = JSON.stringify(await rendered(chart, {}));
            for (const [, image] of text.matchAll(/"image":"([^"]+)"/g)) images.add(image);
        }
        assert.deepEqual([...images].sort(), [
            "ecr-public.aws.com/docker/library/redis:8.2.3-alpine",
            "quay.io/argoproj/argocd:v3.4.2",
            "quay.io/argoprojlabs/argocd-image-updater:v1.2.1",
        ]);
    });

    it("known hosts: those of the public forges, then ours", async () => {
        const all = await objects(ARGO_CD, {
            configs: { ssh: { extraHosts: "git.lab ssh-ed25519 AAAA\n" } },
        });
        const lines = String(
            field(all, "ConfigMap/argocd-ssh-known-hosts-cm", "data.ssh_known_hosts"),
        ).split("\n");
        assert.equal(lines.at(-1), "git.lab ssh-ed25519 AAAA");
        assert.ok(lines.some((line) => line.startsWith("github.com ssh-ed25519 ")));
    });

    it("without a webhook secret argocd-secret has no data that would wipe what is there", async () => {
        const without = await objects(ARGO_CD);
        const secret = without.get("Secret/argocd-secret");
        assert.ok(secret);
        assert.ok([...secret.keys()].every((key) => !key.startsWith("data")));
        const all = await objects(ARGO_CD, { configs: { secret: { githubSecret: "$a:b" } } });
        const data = field(all, "Secret/argocd-secret", "data.webhook.github.secret");
        assert.equal(Buffer.from(String(data), "base64").toString(), "$a:b");
    });

    it("the password of redis is made by a hook before everything else", async () => {
        const all = await objects(ARGO_CD);
        for (const kind of ["Job", "ServiceAccount", "Role", "RoleBinding"]) {
            const object = `${kind}/argocd-redis-secret-init`;
            const hook = field(all, object, "metadata.annotations.helm.sh/hook");
            assert.equal(hook, "pre-install,pre-upgrade", object);
        }
        assert.deepEqual(
            field(all, "Deployment/argocd-redis", `${POD}.containers[redis].args[3]`),
            "no",
        );
    });

    for (const [name, keep] of [
        ["applications.argoproj.io", true],
        ["imageupdaters.argocd-image-updater.argoproj.io", false],
    ] as const) {
        it(`crds.keep: ${keep} decides whether ${name} outlives the release`, async () => {
            const chart = name.startsWith("image") ? IMAGE_UPDATER : ARGO_CD;
            const all = await objects(chart, { crds: { install: true, keep } });
            const policy = field(
                all,
                `CustomResourceDefinition/${name}`,
                "metadata.annotations.helm.sh/resource-policy",
            );
            assert.equal(policy, keep ? "keep" : undefined);
        });
    }

    it("without cluster roles the updater's rights end at its namespace", async () => {
        const narrow = await objects(IMAGE_UPDATER, { createClusterRoles: false });
        assert.deepEqual(
            [...narrow.keys()].filter((key) => key.startsWith("ClusterRole")),
            [],
        );
        const rules = [...(narrow.get("Role/argocd-image-updater")?.keys() ?? [])].join();
        assert.match(rules, /imageupdaters\/status/);
        assert.match(rules, /"applications"/);
        const wide = await objects(IMAGE_UPDATER, { createClusterRoles: true });
        assert.ok(wide.has("ClusterRoleBinding/argocd-image-updater"));
        assert.doesNotMatch(
            [...(wide.get("Role/argocd-image-updater")?.keys() ?? [])].join(),
            /applications/,
        );
    });

    it("the updater's registries become registries.conf", async () => {
        const registries = [
            { name: "ghcr.io", prefix: "ghcr.io", api_url: "http://r:5000", limit: 20 },
        ];
        const all = await objects(IMAGE_UPDATER, { config: { registries } });
        const conf = field(all, "ConfigMap/argocd-image-updater-config", "data.registries.conf");
        assert.deepEqual(yaml.parse(String(conf)), { registries });
    });

    it("a changed setting changes the pods that read it, and no others", async () => {
        const checksum = async (chart: LabChart, object: string, at: string, values: object) => {
            const list = await rendered(chart, values);
            const found = list.find(({ kind, metadata }) => `${kind}/${metadata.name}` === object);
            const pod = yaml.parse(yaml.stringify(found)) as {
                spec: { template: { metadata: { annotations: Record<string, string> } } };
            };
            return pod.spec.template.metadata.annotations[at];
        };
        const controller = "StatefulSet/argocd-application-controller";
        const before = await checksum(ARGO_CD, controller, "checksum/cm", {});
        assert.match(String(before), /^[0-9a-f]{64}$/);
        const cm = { configs: { cm: { "timeout.reconciliation": "7s" } } };
        assert.notEqual(await checksum(ARGO_CD, controller, "checksum/cm", cm), before);
        const unrelated = { global: { networkPolicy: { create: false } } };
        assert.equal(await checksum(ARGO_CD, controller, "checksum/cm", unrelated), before);

        const updater = "Deployment/argocd-image-updater-controller";
        const config = await checksum(IMAGE_UPDATER, updater, "checksum/config", {});
        const changed = { config: { interval: "7s" } };
        assert.notEqual(await checksum(IMAGE_UPDATER, updater, "checksum/config", changed), config);
    });
});
