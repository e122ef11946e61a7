import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { Charts } from "../../../components/manifests/names";
import { ARGO_CD, IMAGE_UPDATER } from "../../../lab/charts/definition";
import { labPaths } from "../../../lab/paths";
import {
    CHART_REPOSITORY,
    commandLine,
    isThere,
    publishedCharts,
    publishedParts,
} from "../../../lab/parts/published";
import { dependencies } from "../../../package.json";

const paths = labPaths({ IMAGE_DRIFT_HOME: "/cache" });
const tools = { pulumi: "/tools/pulumi", helm: "/tools/helm" };

describe("lab/parts/published", () => {
    it("takes the charts that the program takes by default", () => {
        assert.deepEqual(
            {
                repository: CHART_REPOSITORY,
                ArgoCd: pin(ARGO_CD),
                ImageUpdater: pin(IMAGE_UPDATER),
            },
            Charts,
        );
    });

    it("takes the plugins that the program's packages ask for", async () => {
        const plugins = (await publishedParts(paths, tools)).filter(({ args }) =>
            args.includes("plugin"),
        );
        assert.deepEqual(
            plugins.map(({ name }) => name),
            (["kubernetes", "random", "tls"] as const).map(
                (name) => `plugin ${name} ${dependencies[`@pulumi/${name}`]}`,
            ),
        );
    });

    it("installs a plugin into a Pulumi home of the lab's own", async () => {
        const [kubernetes] = await publishedParts(paths, tools);
        assert.ok(kubernetes);
        const version = dependencies["@pulumi/kubernetes"];
        assert.equal(
            commandLine(kubernetes),
            "PULUMI_HOME=/cache/parts/real/home PULUMI_SKIP_UPDATE_CHECK=true " +
                `/tools/pulumi plugin install resource kubernetes ${version}`,
        );
        assert.equal(
            kubernetes.file,
            `/cache/parts/real/home/plugins/resource-kubernetes-v${version}/pulumi-resource-kubernetes`,
        );
    });

    it("pulls a chart below the lab's own folder", async () => {
        const charts = (await publishedParts(paths, tools)).slice(-2);
        const [argoCd] = charts;
        assert.ok(argoCd);
        assert.equal(
            commandLine(argoCd).replace(/^(HELM_\w+_HOME=\/cache\/parts\/real\/helm ){3}/, ""),
            "/tools/helm pull argo-cd --repo https://argoproj.github.io/argo-helm " +
                `--version ${Charts.ArgoCd.version} --destination /cache/parts/real/charts`,
        );
        const { argoCd: first, imageUpdater: second } = publishedCharts(paths);
        assert.deepEqual(
            charts.map(({ file }) => file),
            [first, second],
        );
        assert.equal(first, `/cache/parts/real/charts/argo-cd-${Charts.ArgoCd.version}.tgz`);
    });

    it("does not take a plugin that was cut off for one that is there", async () => {
        const home = mkdtempSync(path.join(tmpdir(), "parts-"));
        try {
            const [plugin] = await publishedParts(labPaths({ IMAGE_DRIFT_HOME: home }), tools);
            assert.ok(plugin?.partial);
            assert.equal(isThere(plugin), false);
            mkdirSync(path.dirname(plugin.file), { recursive: true });
            writeFileSync(plugin.file, "");
            assert.equal(isThere(plugin), true);
            writeFileSync(plugin.partial, "");
            assert.equal(isThere(plugin), false);
        } finally {
            rmSync(home, { recursive: true });
        }
    });
});

function pin(chart: typeof ARGO_CD): { chart: string; version: string } {
    return { chart: chart.name, version: chart.publicVersion };
}
