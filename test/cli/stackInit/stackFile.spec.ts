import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { settingsOf, StackFile } from "../../../cli/stackInit/stackFile";
import { Misuse } from "../../../cli/wait/arguments";

const ROOT = path.join(__dirname, "..", "..", "..");

describe("stack:init: the stack file", () => {
    let folder: string;

    beforeEach(() => {
        folder = fs.mkdtempSync(path.join(os.tmpdir(), "image-drift-stack-file-"));
    });
    afterEach(() => {
        fs.rmSync(folder, { recursive: true });
    });

    const write = (text: string) => {
        fs.writeFileSync(path.join(folder, "Pulumi.dev.yaml"), text);
    };
    const read = () => fs.readFileSync(path.join(folder, "Pulumi.dev.yaml"), "utf8");

    for (const stack of ["dev", "staging", "prod"]) {
        it(`the sample of ${stack} stays as it is, byte for byte, but for what is added`, () => {
            const sample = fs.readFileSync(path.join(ROOT, `Pulumi.${stack}.yaml`), "utf8");
            fs.writeFileSync(path.join(folder, `Pulumi.${stack}.yaml`), sample);
            const file = StackFile.open(folder, stack);
            file.add("githubOwner", "acme");
            file.add("kubeContext", "kind-dev");
            assert.equal(file.disableDefaultProviders(), false);
            file.save();
            const after = fs.readFileSync(path.join(folder, `Pulumi.${stack}.yaml`), "utf8");
            const added = "    argocd-image-drift:kubeContext: kind-dev\n";
            assert.ok(after.includes(added));
            assert.equal(
                after
                    .replace(added, "")
                    .replace("githubOwner: acme", "githubOwner: your-github-owner"),
                sample,
            );
        });
    }

    it("that Pulumi has written keeps its form, its comments and its secrets", () => {
        const text = [
            "# Ours.",
            "encryptionsalt: v1:abc=:v1:def:ghi==",
            "config:",
            "  # The only one.",
            "  argocd-image-drift:githubToken:",
            "    secure: v1:xyz:long/text+that/is/longer/than/a/line/of/eighty/characters/and/stays/one/line==",
            '  argocd-image-drift:argoCdInstall: "true" # as ever',
            "  pulumi:disable-default-providers:",
            "    - kubernetes",
            "",
        ].join("\n");
        write(text);
        const file = StackFile.open(folder, "dev");
        assert.equal(file.secretsProvider, "passphrase");
        file.add("appName", "shop");
        file.add("images", [{ name: "backend" }]);
        file.save();
        assert.equal(
            read(),
            text.replace(
                "  pulumi:",
                "  argocd-image-drift:appName: shop\n  argocd-image-drift:images:\n" +
                    "    - name: backend\n  pulumi:",
            ),
        );
    });

    it("is not written if nothing is added, whatever its form", () => {
        const text = "config:   {argocd-image-drift:githubOwner:   acme}\n";
        write(text);
        StackFile.open(folder, "dev").save();
        assert.equal(read(), text);
    });

    it("is made where there is none", () => {
        const file = StackFile.open(folder, "dev");
        assert.ok(file.isNew);
        file.add("githubOwner", "acme");
        file.add("argoCdInstall", true);
        file.disableDefaultProviders();
        file.save();
        assert.equal(
            read(),
            [
                "# Made by `npm run stack:init -- dev`. Every key is described in docs/configuration.md.",
                "config:",
                "    argocd-image-drift:githubOwner: acme",
                "    argocd-image-drift:argoCdInstall: true",
                "    # Every provider is an explicit one.",
                "    pulumi:disable-default-providers:",
                "        - kubernetes",
                "        - github",
                "        - random",
                "        - tls",
                "",
            ].join("\n"),
        );
    });

    it("may be empty, or hold comments only, which stay", () => {
        for (const text of ["", "# Nothing yet.\n", "config:\n"]) {
            write(text);
            const file = StackFile.open(folder, "dev");
            file.add("githubOwner", "acme");
            file.save();
            const after = read();
            assert.match(after, /^config:\n +argocd-image-drift:githubOwner: acme$/m);
            assert.ok(text !== "# Nothing yet.\n" || after.startsWith("# Nothing yet."));
        }
    });

    it("knows keys without the project's prefix, and empty values", () => {
        write('config:\n  githubOwner: your-github-owner\n  argocd-image-drift:appName: ""\n');
        assert.deepEqual(settingsOf(folder, "dev")?.values, { appName: "" });
        const file = StackFile.open(folder, "dev");
        file.add("githubOwner", "acme");
        file.add("appName", "shop");
        file.save();
        assert.deepEqual(settingsOf(folder, "dev")?.values, {
            githubOwner: "acme",
            appName: "shop",
        });
        assert.equal(settingsOf(folder, "prod"), undefined);
    });

    it("says what secrets are encrypted by", () => {
        write("secretsprovider: awskms://alias/gitops?region=eu-central-1\nencryptedkey: abc\n");
        assert.equal(
            StackFile.open(folder, "dev").secretsProvider,
            "awskms://alias/gitops?region=eu-central-1",
        );
        write("config: {}\n");
        assert.equal(StackFile.open(folder, "dev").secretsProvider, undefined);
    });

    it("that is not YAML is refused by name", () => {
        write("config: [\n");
        assert.throws(
            () => StackFile.open(folder, "dev"),
            (error) =>
                error instanceof Misuse && error.message.startsWith("Pulumi.dev.yaml is not YAML"),
        );
    });
});
