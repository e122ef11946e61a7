import assert from "node:assert/strict";

import { misfits } from "../../components/joinedFit";
import { commitMessage } from "../../components/manifests";
import { runProgram } from "../support/program";
import { Registry } from "../support/registry";
import { warningsOf } from "../support/warnings";

const NAMESPACE = "kubernetes:core/v1:Namespace";
const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";

const VERSION = "app.kubernetes.io/version";
const FITS = {
    argoCdLabels: { [VERSION]: "v3.4.0" },
    updaterLabels: { [VERSION]: "v1.2.9" },
    updaterSettings: {},
};

/** Answers of an installation: annotations of the namespace, version, settings of the updater. */
function installed(found: {
    readonly annotations?: Readonly<Record<string, string>>;
    readonly version?: string;
    readonly updater?: string;
    readonly watched?: string;
    /** The template of the updater's commit messages. */
    readonly message?: string;
}) {
    const { annotations, version = "v3.4.4", updater = "v1.2.2", watched, message } = found;
    return {
        outputs: {
            [NAMESPACE]: (_inputs: object, id: string) =>
                id === "" ? {} : { metadata: { name: id, ...(annotations && { annotations }) } },
            [CONFIG_MAP]: (_inputs: object, id: string) => {
                const label = id.endsWith("/argocd-cm") ? version : updater;
                return {
                    metadata: { labels: { [VERSION]: label } },
                    data: {
                        ...(watched !== undefined && { "watch.namespaces": watched }),
                        ...(message !== undefined && { "git.commit-message-template": message }),
                    },
                };
            },
        },
    };
}

describe("an Argo CD that a stack joins", () => {
    it("fits if both are of the minor version that the objects are written for", () => {
        assert.deepEqual(misfits("argocd", FITS), []);
        const unlabelled = { argoCdLabels: {}, updaterLabels: {}, updaterSettings: {} };
        assert.deepEqual(misfits("argocd", unlabelled), []);
        assert.deepEqual(
            misfits("argocd", {
                ...FITS,
                argoCdLabels: { [VERSION]: "v3.40.1" },
                updaterLabels: { [VERSION]: "1.1.3" },
            }),
            [
                "Argo CD is v3.40.1, and this program is written for 3.4",
                "its Image Updater is 1.1.3, and this program is written for 1.2",
            ],
        );
    });

    it("fits if its updater watches the namespace", () => {
        for (const [watched, fits] of [
            ["", true],
            ["*", true],
            ["argocd", true],
            ["team-a, argocd", true],
            ["team-a,argocd-2", false],
        ] as const) {
            const settings = { ...FITS, updaterSettings: { "watch.namespaces": watched } };
            const found = misfits("argocd", settings);
            assert.equal(found.length, fits ? 0 : 1, watched);
            assert.match(
                found.join(),
                fits ? /^$/ : /watches the namespaces team-a, argocd-2 only/,
            );
        }
    });

    it("that does not fit stops `up` before anything is made, saying all of it", async () => {
        const registries: Registry[] = [];
        const options = installed({ version: "v2.14.0", watched: "elsewhere" });
        await assert.rejects(
            runProgram(
                "prod",
                {},
                { ...options, installed: (registry) => registries.push(registry) },
            ),
            /argocd cannot be joined: Argo CD is v2\.14\.0.*; its Image Updater watches/,
        );
        const made = registries
            .flatMap(({ resources }) => resources)
            .filter(({ type, id }) => !/^(pulumi|argocd-image-drift):/.test(type) && id === "");
        assert.deepEqual(made, []);
    });

    it("that does not fit is a warning in a preview", async () => {
        const said = await warningsOf(async () => {
            await runProgram(
                "prod",
                {},
                { ...installed({ updater: "v1.1.0", watched: "*" }), preview: true },
            );
        });
        assert.equal(said.length, 1);
        assert.match(said[0] ?? "", /its Image Updater is v1\.1\.0/);
    });

    it("is not looked at in a preview before there is a repository", async () => {
        const said = await warningsOf(async () => {
            const nothing = { preview: true, gitHub: { repository: null } };
            const { registry } = await runProgram("prod", {}, nothing);
            assert.ok(!registry.list().some((line) => line.includes("must-be-installed-first")));
            assert.ok(registry.list().some((line) => line.includes(":Application ")));
        });
        assert.match(said.join("\n"), /Argo CD in namespace argocd was not looked at/);
        assert.match(said.join("\n"), /pulumi up -s dev/);
    });

    it("is looked at in no stack that installs its own", async () => {
        const { registry } = await runProgram("dev");
        assert.ok(!registry.list().some((line) => line.includes("must-be-installed-first")));
    });

    describe("whose stack", () => {
        const byDev = (users: string) => ({
            "argocd-image-drift/installed-by": "dev",
            "argocd-image-drift/used-by": users,
        });
        const warnings = (annotations?: Record<string, string>) =>
            warningsOf(() => runProgram("prod", {}, installed({ annotations })));

        it("lists this one: not a word", async () => {
            assert.deepEqual(await warnings(byDev("staging,prod")), []);
        });

        for (const [users, index] of [
            ["", 0],
            ["staging", 1],
            ["staging,prod-eu", 2],
        ] as const) {
            it(`lists ${JSON.stringify(users)}: the command that adds this one`, async () => {
                const said = await warnings(byDev(users));
                assert.equal(said.length, 1);
                const command = `pulumi config set --stack dev --path 'usedBy[${index}]' prod; `;
                assert.ok(said[0]?.includes(`${command}pulumi up --stack dev.`), said[0]);
            });
        }

        it("knows nothing of this one's pull requests: their checks would not run", async () => {
            const byToken = { gitAuth: "token", gitToken: "canary-git-token" };
            const asked = (writeBack: string, reviewed: string[]) =>
                warningsOf(() =>
                    runProgram(
                        "prod",
                        { ...byToken, writeBack },
                        installed({
                            annotations: byDev("staging,prod"),
                            message: commitMessage(reviewed),
                        }),
                    ),
                );
            assert.match(
                (await asked("pullRequest", [])).join(),
                /stacks\/prod\.ts, and run pulumi/,
            );
            assert.deepEqual(await asked("pullRequest", ["letsgo-app-prod"]), []);
            assert.deepEqual(await asked("direct", []), []);
        });

        it("is none of this program's: not a word", async () => {
            assert.deepEqual(await warnings(), []);
        });
    });
});
