import assert from "node:assert/strict";

import { type ProgramRun, runProgram } from "./support/program";
import { warningsOf } from "./support/warnings";

/**
 * A preview before anything exists: no repository, no Argo CD. The lab has the same with the real
 * engine and its providers: lab/tests/11-firstPreview.spec.ts.
 */
describe("the first preview", () => {
    const ABSENT = { repository: null };

    /** Halves of keys that are to be made, and the Secrets that will hold them. */
    const KEYS = [
        "application-read stringData",
        "image-update-write stringData",
        "read-key-1 key",
        "write-key-1 key",
    ];

    const WEBHOOKS = [
        "argocd-webhooks-package stringData",
        "argocd-webhooks-push stringData",
        "image-updater values.podAnnotations.checksum/webhooks",
        "webhooks-package configuration.secret",
        "webhooks-push configuration.secret",
    ];

    const REPOSITORY_URL = "https://github.com/Letsgo/letsgo-gitops";

    interface Case {
        readonly stack: string;
        readonly config?: Readonly<Record<string, string>>;
        /** Inputs that nobody can know yet. */
        readonly unknown: readonly string[];
        /** What it warns of, in order. */
        readonly warns: readonly RegExp[];
    }

    const IMAGES = /Images of a private repository are private on ghcr\.io/;
    const FIRST = [
        /does not exist, or the token may not see it\. Run the stack that creates it first: pulumi up -s dev\./,
        /Argo CD in namespace argocd was not looked at, because there is no repository yet/,
    ];

    const cases: Readonly<Record<string, Case>> = {
        dev: { stack: "dev", unknown: KEYS, warns: [IMAGES] },
        "dev with webhooks": {
            stack: "dev",
            config: { ingressHost: "argocd.example.com", githubOwner: "letsgo" },
            unknown: [...KEYS, ...WEBHOOKS],
            warns: [IMAGES],
        },
        "dev with every setting of the repository": {
            stack: "dev",
            config: {
                branchRules: "true",
                requiredApprovals: "1",
                codeOwners: '["@alice"]',
                githubEnvironment: "true",
                vulnerabilityAlerts: "true",
            },
            unknown: KEYS,
            warns: [IMAGES, /rules for branches of a private repository with GitHub Pro/],
        },
        "dev with a token that writes, and made-up secrets": {
            stack: "dev",
            config: {
                gitAuth: "token",
                gitToken: "canary",
                writeBack: "pullRequest",
                registryUsername: "robot",
                registryPassword: "canary",
                appSecrets: '{"GIVEN":"given","MADE_UP":""}',
            },
            unknown: [
                "application-app stringData",
                "application-read stringData",
                "read-key-1 key",
            ],
            warns: [],
        },
        staging: { stack: "staging", unknown: KEYS, warns: FIRST },
        prod: { stack: "prod", unknown: KEYS, warns: FIRST },
    };

    for (const [name, { stack, config = {}, unknown, warns }] of Object.entries(cases)) {
        it(`of ${name} knows all there will be, but what is to be made up`, async () => {
            let preview: ProgramRun | undefined;
            const said = await warningsOf(async () => {
                preview = await runProgram(stack, config, { preview: true, gitHub: ABSENT });
            });
            assert.ok(preview);
            const { registry, requests, outputs } = preview;
            assert.deepEqual(
                requests.all.flatMap((one) => one.unknown.map((at) => `${one.name} ${at}`)).sort(),
                [...unknown].sort(),
            );
            const expected = [...warns];
            for (const warning of said) {
                const at = expected.findIndex((pattern) => pattern.test(warning));
                assert.ok(at >= 0, `unexpected: ${warning}`);
                expected.splice(at, 1);
            }
            assert.deepEqual(expected, []);

            // What is registered when it is there: a stack that joins looks at Argo CD besides.
            const made = await runProgram(stack, config, {});
            const joins = (line: string) => line.includes(" joined-argocd");
            assert.deepEqual(
                registry.list(),
                made.registry.list().filter((line) => !joins(line)),
            );
            const { health, ...known } = made.outputs;
            assert.ok(health);
            assert.deepEqual(outputs, known);
            assert.equal(
                outputs["repositoryUrl"],
                REPOSITORY_URL.replace("Letsgo", config.githubOwner ?? "Letsgo"),
            );
        });
    }

    it("asks GitHub for the repository and the token's rights, and for nothing in it", async () => {
        const { registry } = await runProgram("prod", {}, { preview: true, gitHub: ABSENT });
        assert.deepEqual([...new Set(registry.calls.map(({ token }) => token))].sort(), [
            "github:index/getRepository:getRepository",
            "github:index/getRestApi:getRestApi",
        ]);
    });
});
