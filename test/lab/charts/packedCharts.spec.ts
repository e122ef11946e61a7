import assert from "node:assert/strict";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { ARGO_CD, IMAGE_UPDATER, type LabChart } from "../../../lab/charts/definition";
import { packCharts } from "../../../lab/charts/pack";
import type { KubernetesObject } from "../../../lab/charts/rendered";
import { run } from "../../../lab/processes/run";
import { packedCharts } from "./chartTools";
import { leaves, otherValue, withLeaf, type Leaf } from "./valueLeaves";
import { VARIANTS } from "./variants";

describe("the lab's charts", function () {
    this.timeout(120_000);
    const charts = packedCharts();

    for (const chart of [ARGO_CD, IMAGE_UPDATER]) {
        it(`${chart.name}: helm lint finds no error`, async () => {
            const { helm } = charts.fixture().tools;
            await run(helm, ["lint", charts.file(chart), "--kube-version=1.34.2"]);
        });

        it(`${chart.name}: another release name is refused`, async () => {
            await assert.rejects(charts.render(chart, {}, "another"), {
                message: new RegExp(`install it as release ${chart.release}`),
            });
        });
    }

    it("packs once: an unchanged chart keeps its file", async () => {
        const packed = charts.fixture();
        const { argoCd } = packed.charts;
        const before = await fs.stat(argoCd);
        const again = await packCharts(path.dirname(argoCd), packed.tools);
        assert.deepEqual(again, packed.charts);
        assert.equal((await fs.stat(argoCd)).ino, before.ino);
    });

    for (const { chart, name, values } of VARIANTS) {
        it(`${name}: renders, all in one namespace, each object once`, async () => {
            const objects = await charts.render(chart, values);
            const identities = objects.map((object) => `${object.kind}/${object.metadata.name}`);
            assert.equal(new Set(identities).size, identities.length);
            for (const { kind, metadata } of objects) {
                const clusterWide = /^(ClusterRole|CustomResource)/.test(kind);
                assert.equal(metadata.namespace, clusterWide ? undefined : "argocd", metadata.name);
            }
            assert.doesNotMatch(JSON.stringify(objects), /\{\{ *\.(Chart|Release|Values)/);
        });
    }

    for (const chart of [ARGO_CD, IMAGE_UPDATER]) {
        it(`${chart.name}: every value the project sets is honoured`, async () => {
            const before = new Map<object, Promise<KubernetesObject[]>>();
            for (const { values, leaf } of distinctLeaves(chart)) {
                const base = leaf.steps[0] === "crds" ? values : withoutDefinitions(values);
                const known = before.get(base) ?? charts.render(chart, base);
                before.set(base, known);
                const key = leaf.steps.join(".");
                const changed = withLeaf(base, leaf.steps, otherValue(leaf.value));
                const after = await charts.render(chart, changed).catch((error: unknown) => {
                    assert.match(String(error), /schema/, `${key} fails elsewhere`);
                });
                assert.notDeepEqual(after, await known, `${key} changes nothing`);
            }
        });
    }

    const misspelt: readonly (readonly [LabChart, object, string])[] = [
        [ARGO_CD, { gloabl: { domain: "x" } }, "gloabl"],
        [ARGO_CD, { global: { domian: "x" } }, "domian"],
        [ARGO_CD, { configs: { cm: { "timeout.reconcilation": "30s" } } }, "timeout.reconcilation"],
        [ARGO_CD, { configs: { params: { "server.insecur": "true" } } }, "server.insecur"],
        [ARGO_CD, { applicationSet: { replicaCount: 0 } }, "replicaCount"],
        [ARGO_CD, { dex: { enabled: true } }, "dex/enabled"],
        [IMAGE_UPDATER, { config: { intervall: "60s" } }, "intervall"],
        [IMAGE_UPDATER, { createClusterRole: false }, "createClusterRole"],
    ];
    for (const [chart, values, key] of misspelt) {
        it(`${chart.name}: ${JSON.stringify(values)} is refused by name`, async () => {
            await assert.rejects(charts.render(chart, values), { message: new RegExp(key) });
        });
    }
});

const slim = new WeakMap<object, object>();

/** The definitions are most of the work and depend on `crds` only. */
function withoutDefinitions(values: object): object {
    const copy = slim.get(values) ?? withLeaf(values, ["crds", "install"], false);
    slim.set(values, copy);
    return copy;
}

/** Each value of a chart once, with the first variant that has it. */
function distinctLeaves(chart: LabChart): { values: object; leaf: Leaf }[] {
    const found = new Map<string, { values: object; leaf: Leaf }>();
    for (const { values } of VARIANTS.filter((variant) => variant.chart === chart)) {
        for (const leaf of leaves(values)) {
            const key = leaf.steps.join(".");
            if (!found.has(key)) found.set(key, { values, leaf });
        }
    }
    return [...found.values()];
}
