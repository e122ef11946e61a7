import assert from "node:assert/strict";

import type { Outcome } from "../../../cli/stackInit/facts";
import { advisable, neededForUp } from "../../../cli/stackInit/laterNeeds";
import { ANSWERING, ENGINE, JOINING, READY } from "./outcomes";

function commands(outcome: Outcome, change: Partial<Outcome>): string[] {
    return neededForUp({ ...outcome, ...change }).flatMap((need) => need.commands);
}

function withFindings(outcome: Outcome, change: Partial<Outcome["findings"]>): Partial<Outcome> {
    return { findings: { ...outcome.findings, ...change } };
}

describe("stack:init: what the first up needs", () => {
    it("is nothing more, where the others know of it", () => {
        assert.deepEqual(neededForUp(READY), []);
        assert.deepEqual(neededForUp(JOINING), []);
    });

    it("is to be known to the stack that owns what it joins", () => {
        const list = (usedBy?: string) => [
            { name: "dev", settings: { ...READY.settings, ...(usedBy && { usedBy }) } },
        ];
        const up = "pulumi up --stack dev";
        assert.deepEqual(commands(JOINING, { others: list() }), [
            "pulumi config set --stack dev --path 'usedBy[0]' prod",
            up,
        ]);
        assert.deepEqual(commands(JOINING, { others: list('["staging"]') }), [
            "pulumi config set --stack dev --path 'usedBy[1]' prod",
            up,
        ]);
    });

    it("is that stack's up, as long as there is nothing to join", () => {
        const up = ["pulumi up --stack dev"];
        const absent = { repository: { is: "absent" } } as const;
        assert.deepEqual(commands(JOINING, withFindings(JOINING, { gitHub: absent })), up);
        assert.deepEqual(commands(JOINING, withFindings(JOINING, { cluster: ANSWERING })), up);
    });

    it("is an Argo CD, if no stack installs one there", () => {
        const others = [
            { name: "dev", settings: { kubeContext: "elsewhere", usedBy: '["prod"]' } },
        ];
        assert.deepEqual(
            commands(JOINING, { others, ...withFindings(JOINING, { cluster: ANSWERING }) }),
            ["pulumi config set --stack prod argoCdInstall true"],
        );
    });

    it("is not to install a second one", () => {
        const cluster = { ...ANSWERING, argoCd: {} };
        const join = ["pulumi config set --stack dev argoCdInstall false"];
        assert.deepEqual(commands(READY, withFindings(READY, { cluster })), join);
        const own = { ...ANSWERING, argoCd: { installedBy: "dev" } };
        assert.deepEqual(commands(READY, withFindings(READY, { cluster: own })), []);
        assert.deepEqual(
            commands(READY, { isEmpty: false, ...withFindings(READY, { cluster }) }),
            [],
        );
    });

    it("is the right mode for the repository", () => {
        const there = { repository: { is: "there", isOurs: false, fullName: "acme/x" } } as const;
        assert.deepEqual(commands(READY, withFindings(READY, { gitHub: there })), [
            "pulumi config set --stack dev repositoryMode adopt",
        ]);
        assert.deepEqual(
            commands(READY, { isEmpty: false, ...withFindings(READY, { gitHub: there }) }),
            [],
        );
        const settings = { ...READY.settings, repositoryMode: "adopt" };
        assert.deepEqual(commands(READY, { settings }), [
            "pulumi config set --stack dev repositoryMode create",
        ]);
    });

    it("is a class for the volume, where none is the default", () => {
        const classes = (...names: string[]) =>
            withFindings(READY, {
                cluster: {
                    ...ANSWERING,
                    storageClasses: names.map((name) => ({ name, isDefault: false })),
                },
            });
        assert.deepEqual(commands(READY, classes("fast", "slow")), [
            "pulumi config set --stack dev storageClassName fast",
        ]);
        const [none] = neededForUp({ ...READY, ...classes() });
        assert.match(none?.what ?? "", /no StorageClass/);
        assert.deepEqual(commands(READY, { ...classes("fast"), hasVolume: false }), []);
    });

    it("is who pulls the images, if another stack says who", () => {
        const dev = { registryUsername: "…", registryPassword: "…", usedBy: '["prod"]' };
        assert.deepEqual(commands(JOINING, { others: [{ name: "dev", settings: dev }] }), [
            "pulumi config get --stack dev registryUsername | " +
                "pulumi config set --stack prod --secret registryUsername",
            "pulumi config get --stack dev registryPassword | " +
                "pulumi config set --stack prod --secret registryPassword",
        ]);
    });
});

describe("stack:init: who pulls the images of the first stack", () => {
    const isPrivate = { ...READY.settings, repositoryVisibility: "private" };
    const both = [
        "pulumi config set --stack dev --secret registryUsername",
        "pulumi config set --stack dev --secret registryPassword",
    ];

    it("is asked for, with what public images need, where the repository is private", () => {
        assert.deepEqual(commands(READY, { settings: isPrivate }), both);
        const [need] = neededForUp({ ...READY, settings: isPrivate });
        assert.match(
            need?.what ?? "",
            /^On ghcr\.io the images of a private repository are private/,
        );
        assert.match(need?.what ?? "", /Public images need neither$/);
        for (const other of [
            { ...isPrivate, registry: "ghcr.io" },
            { ...isPrivate, repositoryVisibility: "internal" },
            { ...isPrivate, repositoryMode: "adopt" },
        ]) {
            const gitHub = JOINING.findings.gitHub;
            const change = { settings: other, ...withFindings(READY, { gitHub }) };
            assert.deepEqual(commands(READY, change), both);
        }
    });

    it("is not asked for where it is said, not needed, not known, or too late", () => {
        for (const settings of [
            READY.settings,
            { ...isPrivate, registryUsername: "…", registryPassword: "…" },
            { ...isPrivate, registry: "registry.example.com" },
            { ...isPrivate, repositoryMode: "join" },
        ]) {
            assert.deepEqual(neededForUp({ ...READY, settings }), []);
        }
        const later = { settings: isPrivate, isEmpty: false };
        assert.deepEqual(commands(READY, later), []);
    });
});

describe("stack:init: what it advises", () => {
    const words = (outcome: Outcome) => advisable(outcome).map(({ what }) => what);

    it("a remote backend, where state is on this machine", () => {
        assert.deepEqual(words(READY), []);
        const local = withFindings(READY, { engine: { ...ENGINE, backend: "file://~" } });
        assert.match(words({ ...READY, ...local }).join(), /this machine only/);
    });

    it("webhooks, where there is an Ingress controller, by its class if that is not the default", () => {
        const classes = (isDefault: boolean) =>
            withFindings(READY, {
                cluster: { ...ANSWERING, ingressClasses: [{ name: "nginx", isDefault }] },
            });
        const said = (isDefault: boolean) =>
            advisable({ ...READY, ...classes(isDefault) }).flatMap((need) => need.commands);
        const host = "pulumi config set --stack dev ingressHost argocd.example.com";
        assert.deepEqual(said(true), [host]);
        assert.deepEqual(said(false), [
            host,
            "pulumi config set --stack dev ingressClassName nginx",
        ]);
        assert.deepEqual(words({ ...JOINING, ...classes(true) }), []);
    });
});
