import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { inLab, placeholders } from "../../../lab/guides/placeholders";

const table = placeholders({
    program: "/lab/program",
    state: "/lab/state",
    kubeconfig: "/lab/kubeconfig",
    certificate: "/lab/ca.crt",
    registryUser: "robot",
});

describe("example names in the guides", () => {
    const examples: [string, string][] = [
        ["git clone URL argocd-image-drift", "git clone /lab/program argocd-image-drift"],
        ["pulumi login file://~", "pulumi login 'file:///lab/state?metadata=skip'"],
        ["pulumi login 'file://~?metadata=skip'", "pulumi login 'file:///lab/state?metadata=skip'"],
        ["cat < ~/.kube/config", "cat < /lab/kubeconfig"],
        ["git@github.com:acme/letsgo-app.git", "git@git.lab:letsgo/letsgo-app.git"],
        ["ssh-keyscan github.example.com", "ssh-keyscan git.lab"],
        ["--secret registryUsername=acme-bot", "--secret registryUsername=robot"],
        ["ingressClassName nginx", "ingressClassName lab"],
        ["https://argocd.example.com", "https://argocd.lab"],
        ["< authority.pem", "< /lab/ca.crt"],
        ["echo URL nginx acmes", "echo URL nginx acmes"],
    ];
    for (const [text, there] of examples) {
        it(`"${text}" is "${there}" in the lab`, () => {
            assert.equal(inLab(table, text), there);
        });
    }

    it("are all in lab/README.md", () => {
        const readme = readFileSync(join(__dirname, "../../../lab/README.md"), "utf8");
        for (const { example, meaning } of table) {
            const row = readme.split("\n").find((line) => line.startsWith(`| \`${example}\``));
            assert.ok(row?.includes(meaning), `${example}: ${meaning}`);
        }
    });
});
