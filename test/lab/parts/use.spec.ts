import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";

import { labSettings } from "../../../lab/engine/settings";
import { downloadParts } from "../../../lab/parts/download";
import { publishedCharts, publishedParts } from "../../../lab/parts/published";
import { IMAGES_OF_THE_LAB, useParts } from "../../../lab/parts/use";
import { SYSTEM_IMAGES } from "../../../lab/images/systemImages";
import { DOWNLOADS, type FakeTools, fakeTools, SILENT } from "./fakeTools";

describe("lab/parts/use", () => {
    let fake: FakeTools;

    beforeEach(() => {
        fake = fakeTools();
    });

    afterEach(() => {
        fake.remove();
    });

    it("downloads nothing, and names what was not prepared", async () => {
        const home = path.join(fake.paths.run, "home");
        await assert.rejects(
            useParts("real", fake.paths, home),
            /not prepared in front of the lab.*plugin kubernetes .*chart argo-cd /,
        );
        assert.deepEqual(fake.asked(), []);
    });

    it("hands the published plugins and charts to an engine's home", async () => {
        fake.behave(DOWNLOADS);
        await downloadParts(await publishedParts(fake.paths, fake.tools), SILENT);
        const home = path.join(fake.paths.run, "home");
        const { charts, values } = await useParts("real", fake.paths, home);
        assert.deepEqual(charts, publishedCharts(fake.paths));
        assert.equal(values, IMAGES_OF_THE_LAB);
        const plugins = readdirSync(path.join(home, "plugins")).sort();
        assert.deepEqual(
            plugins.map((name) => name.replace(/-v[\d.]+$/, "")),
            ["resource-kubernetes", "resource-random", "resource-tls"],
        );
        const [kubernetes = ""] = plugins;
        const file = path.join(home, "plugins", kubernetes, "pulumi-resource-kubernetes");
        assert.equal(readFileSync(file, "utf8"), "kubernetes\n");
    });

    it("has the published charts run the images that the lab has", () => {
        const settings = labSettings({
            kubeconfig: "",
            gitHub: { url: "https://git.lab", host: "git.lab", token: "" },
            knownHosts: "",
            certificate: "the certificate",
            charts: { argoCd: "a.tgz", imageUpdater: "b.tgz" },
            values: IMAGES_OF_THE_LAB,
            registry: "http://registry.lab:5000",
        });
        const values = (key: string) => JSON.parse(settings[key]?.value ?? "") as unknown;
        const { global, configs } = values("argoCdValues") as {
            global: { image: { tag: string } };
            configs: { tls: unknown };
        };
        const { image } = values("updaterValues") as { image: { tag: string } };
        const names = SYSTEM_IMAGES.map((system) => system.image);
        assert.ok(names.includes(`quay.io/argoproj/argocd:${global.image.tag}`));
        assert.ok(names.includes(`quay.io/argoprojlabs/argocd-image-updater:${image.tag}`));
        assert.deepEqual(configs.tls, { certificates: { "git.lab": "the certificate" } });
    });
});
