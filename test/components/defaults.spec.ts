import assert from "node:assert/strict";

import { ArgoCd, ImageUpdater, makeProviders } from "../../components";
import { Defaults } from "../../components/defaults";
import { check } from "../support/configSource";
import { Registry } from "../support/registry";

/** What Argo CD and the updater are registered with, given these arguments besides the least. */
async function registered(argoCd: object, updater: object): Promise<unknown> {
    const registry = new Registry();
    await registry.install();
    const { onCluster } = makeProviders({ github: { owner: "acme", token: "token" }, cluster: {} });
    new ArgoCd("argocd", { stack: "dev", ...argoCd }, onCluster);
    new ImageUpdater("updater", { registry: { host: "ghcr.io" }, ...updater }, onCluster);
    await registry.settle();
    return registry.resources.map(({ type, name, inputs }) => ({ type, name, inputs }));
}

describe("arguments that are left out", () => {
    const { config } = check({});
    assert.ok(config);

    it("have configuration's defaults", () => {
        assert.deepEqual(
            {
                argoNamespace: config.argoCd.namespace,
                argoCdChart: config.argoCd.chart,
                updaterChart: config.updater.chart,
                gitPollIntervalSeconds: config.argoCd.gitPollIntervalSeconds,
                updaterIntervalSeconds: config.updater.intervalSeconds,
                platforms: config.builds.platforms,
            },
            Defaults,
        );
    });

    it("lead to the same as those defaults", async () => {
        const { namespace } = config.argoCd;
        const given = { install: true, namespace, protect: false };
        const left = await registered({}, {});
        assert.match(JSON.stringify(left), /helm.sh\/v3:Release/);
        assert.deepEqual(
            left,
            await registered(
                { ...config.argoCd, ...given, knownHosts: config.git.knownHosts },
                { ...config.updater, ...given, gitHost: config.github.host, reviewed: [] },
            ),
        );
    });
});
