import assert from "node:assert/strict";

import type { Outcome } from "../../../cli/stackInit/facts";
import { missing } from "../../../cli/stackInit/needs";
import { ENGINE, JOINING, READY } from "./outcomes";

function commands(change: Partial<Outcome>, outcome = READY): string[] {
    return missing({ ...outcome, ...change }).flatMap((need) => need.commands);
}

function findings(change: Partial<Outcome["findings"]>): Partial<Outcome> {
    return { findings: { ...READY.findings, ...change } };
}

const NO_TOKEN = {
    settings: { ...READY.settings, githubToken: undefined },
    problems: [
        {
            key: "githubToken",
            reason: "is missing",
            allowed: "a token",
            fix: ["pulumi config set --secret githubToken"],
        },
    ],
};

describe("stack:init: what a preview needs", () => {
    it("is nothing once all is there", () => {
        assert.deepEqual(missing(READY), []);
        assert.deepEqual(missing(JOINING), []);
    });

    it("is Pulumi, a backend and the stack", () => {
        const isMade = false;
        const again = "npm run stack:init -- dev";
        assert.deepEqual(
            commands({ isMade, ...findings({ engine: { why: "not installed", said: "" } }) }),
            ["curl -fsSL https://get.pulumi.com | sh", again],
        );
        assert.deepEqual(
            commands({ isMade, ...findings({ engine: { why: "not logged in", said: "no" } }) }),
            ["pulumi login 'file://~?metadata=skip'", again],
        );
        assert.deepEqual(
            commands({ isMade, ...findings({ engine: { why: "no answer", said: "no" } }) }),
            ["pulumi whoami --verbose", again],
        );
        const [refused] = missing({ ...READY, isMade, refusal: "access denied" });
        assert.match(refused?.what ?? "", /not there yet: access denied/);
        assert.deepEqual(commands({ isMade, secretsProvider: "awskms://alias/x?region=y" }), [
            `${again} --secrets-provider 'awskms://alias/x?region=y'`,
        ]);
    });

    it("is the passphrase, where one encrypts", () => {
        const hasPassphrase = false;
        const given = "export PULUMI_CONFIG_PASSPHRASE_FILE=~/.argocd-image-drift-passphrase";
        assert.deepEqual(commands({ hasPassphrase }), [given]);
        const [make = "", ...rest] = commands({
            hasPassphrase,
            fileProvider: undefined,
            isMade: false,
        });
        assert.match(make, /^\(umask 077; test -s .* \|\| openssl rand .*\)$/);
        assert.deepEqual(rest, [given, "npm run stack:init -- dev"]);
        assert.deepEqual(commands({ hasPassphrase, fileProvider: "gcpkms://x" }), []);
        const cloud = findings({ engine: { ...ENGINE, backend: "https://app.pulumi.com/acme" } });
        assert.deepEqual(commands({ hasPassphrase, fileProvider: undefined, ...cloud }), []);
        assert.deepEqual(
            commands({
                hasPassphrase,
                fileProvider: undefined,
                secretsProvider: "default",
                ...cloud,
            }),
            [],
        );
        assert.equal(
            commands({
                hasPassphrase,
                fileProvider: undefined,
                secretsProvider: "passphrase",
                ...cloud,
            }).length,
            2,
        );
    });

    it("is the provider asked for, where another one has encrypted", () => {
        const secretsProvider = "hashivault://gitops";
        assert.deepEqual(commands({ secretsProvider }), [
            "pulumi stack change-secrets-provider --stack dev 'hashivault://gitops'",
        ]);
        assert.deepEqual(commands({ secretsProvider, fileProvider: secretsProvider }), []);
    });

    it("is what the configuration lacks, with its own command", () => {
        const problem = {
            key: "knownHosts",
            reason: "is missing",
            allowed: "lines",
            fix: ["ssh-keyscan …"],
        };
        assert.deepEqual(commands({ problems: [problem] }), ["ssh-keyscan …"]);
    });

    it("is a token: that of another stack, of the environment, of gh, or one that is asked for", () => {
        const into = "pulumi config set --stack dev --secret githubToken";
        assert.deepEqual(commands(NO_TOKEN), ["pulumi config set --secret githubToken"]);
        const gh = { value: "gho_canary", from: { command: "gh auth token" } };
        assert.deepEqual(commands({ ...NO_TOKEN, ...findings({ token: gh }) }), [
            `gh auth token | ${into}`,
        ]);
        const narrow = { repository: { is: "absent" }, scopes: ["repo", "gist"] } as const;
        assert.deepEqual(commands({ ...NO_TOKEN, ...findings({ token: gh, gitHub: narrow }) }), [
            "gh auth refresh --scopes workflow",
            `gh auth token | ${into}`,
        ]);
        const others = [{ name: "staging", settings: { githubToken: "…" } }];
        assert.deepEqual(commands({ ...NO_TOKEN, others, ...findings({ token: gh }) }), [
            `pulumi config get --stack staging githubToken | ${into}`,
        ]);
        assert.deepEqual(commands({ ...NO_TOKEN, others, stack: "acme/gitops/dev" }), [
            "pulumi config get --stack acme/gitops/staging githubToken | " +
                "pulumi config set --stack acme/gitops/dev --secret githubToken",
        ]);
    });

    it("is a token of the right kind, if there is one of the wrong kind", () => {
        const problem = {
            key: "githubToken",
            reason: "is stored as plain text",
            allowed: "a token",
            fix: ["fix it"],
        };
        assert.deepEqual(commands({ problems: [problem] }), ["fix it"]);
    });

    it("is a cluster that answers", () => {
        const silent = { answers: false, why: "connection refused" } as const;
        const [need] = missing({ ...READY, ...findings({ cluster: silent }) });
        assert.equal(need?.what, "The cluster does not answer: connection refused");
        assert.deepEqual(need.commands, ["kubectl --context kind get namespace kube-system"]);
        const settings = { ...READY.settings, kubeContext: undefined };
        assert.deepEqual(commands({ settings, ...findings({ cluster: undefined }) }), [
            "pulumi config set --stack dev --secret kubeconfig < ~/.kube/config",
        ]);
        assert.deepEqual(commands({ settings, hasKubectl: false }), []);
    });

    it("is the kubeconfig of the stack whose Argo CD it joins", () => {
        const others = [{ name: "dev", settings: { kubeconfig: "…" } }];
        const settings = { ...JOINING.settings, kubeContext: undefined };
        assert.deepEqual(commands({ settings, others, hasKubectl: false }, JOINING), [
            "pulumi config get --stack dev kubeconfig | " +
                "pulumi config set --stack prod --secret kubeconfig",
        ]);
    });
});
