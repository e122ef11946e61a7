import assert from "node:assert/strict";

import { maskFor } from "../../../../scripts/ci/preview/secrecy";

const KUBECONFIG = `
clusters: [{ name: here, cluster: { server: "https://cluster.example" } }]
users:
    - name: reader
      user: { token: reader-token-1234, client-key-data: S0VZLU9GLVJFQURFUg== }
    - name: other
      user: { exec: { command: aws-iam-authenticator } }
`;

describe("texts that are posted", () => {
    const mask = maskFor({
        PREVIEW_KUBECONFIG: KUBECONFIG,
        PREVIEW_GITHUB_TOKEN: "github_pat_read",
        PULUMI_CONFIG_PASSPHRASE: "pass",
        PULUMI_ACCESS_TOKEN: "",
    });

    it("do not have what the step was given as secrets", () => {
        const text = "reader-token-1234 github_pat_read S0VZLU9GLVJFQURFUg==";
        assert.equal(mask(text), "[secret] [secret] [secret]");
    });

    it("keep ordinary words, and what of a kubeconfig is no secret", () => {
        const text = "https://cluster.example, aws-iam-authenticator, by passing";
        assert.equal(mask(text), text);
    });

    it("are safe from a kubeconfig that is none", () => {
        for (const kubeconfig of ["", "a: b: c", "- 1", "users: 7", "users: [null]"]) {
            assert.equal(maskFor({ PREVIEW_KUBECONFIG: kubeconfig })("text"), "text");
        }
    });
});
