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

    it("do not have the key of a service account, as it stands in its file or as it is meant", () => {
        const key =
            "-----BEGIN PRIVATE KEY-----\nTUlJRXZnSUJBREFO\nQmdrcWhraUc5dzBC\n-----END PRIVATE KEY-----\n";
        const file = JSON.stringify({
            type: "service_account",
            private_key: key,
            client_email: "a@b",
        });
        const masked = maskFor({ GOOGLE_CREDENTIALS: file });
        assert.equal(masked(`of ${file}!`), "of [secret]!");
        for (const text of [key, JSON.stringify(key), key.replaceAll("\n", "\n    ")]) {
            assert.doesNotMatch(masked(text), /TUlJRXZn|QmdrcWhr/);
            assert.match(masked(text), /\[secret\]/);
        }
        assert.equal(masked("service_account"), "service_account");
    });

    it("are safe from a key file that is none", () => {
        for (const file of ["{", "7", "{}", '{ "private_key": 7 }']) {
            assert.equal(maskFor({ GOOGLE_CREDENTIALS: file })("text"), "text");
        }
    });

    it("are safe from a kubeconfig that is none", () => {
        for (const kubeconfig of ["", "a: b: c", "- 1", "users: 7", "users: [null]"]) {
            assert.equal(maskFor({ PREVIEW_KUBECONFIG: kubeconfig })("text"), "text");
        }
    });
});
