import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { run } from "../../../lab/processes/run";
import { findTool } from "../../../lab/tools/findTool";
import { OneImageRegistry } from "./oneImageRegistry";
import { type Settings, settingsOf, strategyRows } from "./strategyTables";

const IMAGE = "acme/backend";
const NAME = `registry.example.com/${IMAGE}`;

/** `argocd-image-updater test` wants a cluster's address, and asks it nothing. */
const KUBECONFIG = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "none", cluster: { server: "https://127.0.0.1:1" } }],
    users: [{ name: "none", user: { token: "none" } }],
    contexts: [{ name: "none", context: { cluster: "none", user: "none" } }],
    "current-context": "none",
};

describe("the updater itself picks what docs/image-drift-explained.md says", () => {
    let registry: OneImageRegistry;
    let directory: string;
    const file = (name: string) => path.join(directory, name);

    before(async () => {
        registry = await OneImageRegistry.start(IMAGE);
        directory = fs.mkdtempSync(path.join(os.tmpdir(), "image-drift-picks-"));
        fs.writeFileSync(file("kubeconfig"), JSON.stringify(KUBECONFIG));
        const entry = { name: "own", prefix: "registry.example.com", api_url: registry.url };
        fs.writeFileSync(file("registries"), JSON.stringify({ registries: [entry] }));
    });

    after(async () => {
        await registry.stop();
        fs.rmSync(directory, { recursive: true });
    });

    /** `v1.0.1`, `dev-latest@sha256:…`, or nothing. */
    async function ask(settings: Settings): Promise<string | undefined> {
        const { strategy, constraint, allowTags, ignoreTags } = settings;
        const { stdout, stderr } = await run(findTool("argocd-image-updater"), [
            ...["test", NAME, "--loglevel=info"],
            ...[
                `--kubeconfig=${file("kubeconfig")}`,
                `--registries-conf-path=${file("registries")}`,
            ],
            ...[`--update-strategy=${strategy}`, `--allow-tags=${allowTags}`],
            ...(constraint === undefined ? [] : [`--semver-constraint=${constraint}`]),
            ...ignoreTags.map((glob) => `--ignore-tags=${glob}`),
        ]);
        const said = stdout + stderr;
        const [, picked] =
            /latest image according to constraint is [^ :]+:([^\s"]+)/.exec(said) ?? [];
        assert.ok(picked ?? said.includes("no newer version of image found"), said);
        return picked;
    }

    for (const row of strategyRows()) {
        it(`${row.title} → ${row.picks ?? "–"}`, async () => {
            registry.has(row.registry);
            const digest = row.withDigest ? `@${registry.digestOf(row.picks ?? "")}` : "";
            const expected = row.picks && row.picks + digest;
            assert.equal(await ask(await settingsOf(row)), expected);
        });
    }
});
