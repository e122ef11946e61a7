import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";
import { z } from "zod";

import { sections, withSection } from "../../../scripts/configDocs/sections";
import { declaration, isSecret, keyNames } from "../../../stacks/config/configKeys";

const root = join(__dirname, "..", "..", "..");

describe("the configuration keys", () => {
    for (const section of sections) {
        it(`are described in ${section.file} as they are declared`, () => {
            const path = join(root, section.file);
            const text = existsSync(path) ? readFileSync(path, "utf8") : "";
            const updated = withSection(text, section);
            if (section.optional === true && updated === undefined) {
                return;
            }
            assert.equal(text, updated, "run: npm run docs:config");
        });
    }

    it("are those of Pulumi.yaml: each with description and empty default, none with a type", () => {
        const project = z
            .object({ config: z.record(z.string(), z.record(z.string(), z.unknown())) })
            .parse(parse(readFileSync(join(root, "Pulumi.yaml"), "utf8")));
        assert.deepEqual(Object.keys(project.config), keyNames);
        for (const name of keyNames) {
            const fields = project.config[name] ?? {};
            const { description, ...rest } = fields;
            assert.ok(typeof description === "string" && description.length > 20, name);
            // A type or a missing default makes the CLI ask before we can list all problems.
            assert.deepEqual(rest, { default: "", ...(isSecret(name) ? { secret: true } : {}) });
        }
    });

    it("are in the documentation's table, one row each, secrets marked", () => {
        const text = readFileSync(join(root, "docs/configuration.md"), "utf8");
        const rows = [...text.matchAll(/^\| `(\w+)`( 🔒)? \|/gm)];
        assert.deepEqual(
            rows.map(([, name, mark]) => `${name ?? ""}${mark ?? ""}`),
            keyNames.map((name) => `${name}${isSecret(name) ? " 🔒" : ""}`),
        );
    });

    it("are those the design decided on", () => {
        assert.deepEqual(
            [...keyNames].sort(),
            (
                "githubOwner githubToken githubBaseUrl kubeconfig kubeContext repositoryName " +
                "repositoryMode repositoryVisibility repositoryDeleteOnDestroy gitAuth gitToken " +
                "githubAppId githubAppInstallationId githubAppPrivateKey knownHosts keysGeneration " +
                "argoCdInstall argoCdNamespace argoCdChart argoCdValues updaterChart updaterValues " +
                "updaterInterval gitPollInterval usedBy registry registryUsername registryPassword " +
                "registryEndpoint appName images constraints pin paused writeBack autoMerge appSecrets appHost " +
                "platforms provenance storageClassName projectExtraKinds ingressHost ingressClassName ingressTlsSecret " +
                "repositoryTopics mergeMethods vulnerabilityAlerts branchRules requiredApprovals " +
                "requiredChecks codeOwners githubEnvironment deploymentReviewers"
            )
                .split(" ")
                .sort(),
        );
        assert.deepEqual(keyNames.filter(isSecret).sort(), [
            "appSecrets",
            "gitToken",
            "githubAppPrivateKey",
            "githubToken",
            "kubeconfig",
            "registryPassword",
            "registryUsername",
        ]);
    });

    it("have examples that are valid themselves", () => {
        for (const name of keyNames) {
            const { example, schema, secret } = declaration(name);
            if (example.path === undefined && secret !== true) {
                const value =
                    name === "knownHosts" ? example.value.replace("…", "") : example.value;
                assert.ok(schema.safeParse(value).success, name);
            }
        }
    });
});
