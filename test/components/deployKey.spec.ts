import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { DeployKey, type DeployKeyArgs } from "../../components/deployKey";
import { runProgram } from "../support/program";
import { Registry, valueOf } from "../support/registry";
import { Requests } from "../support/requests";
import { warningsOf } from "../support/warnings";

const DEPLOY_KEY = "github:index/repositoryDeployKey:RepositoryDeployKey";
const KEY_PAIR = "tls:index/privateKey:PrivateKey";

const PUBLIC = "ssh-ed25519 AAAAours";

const KEYS = {
    privateKeyOpenssh: "our private half",
    publicKeyOpenssh: `${PUBLIC} a comment\n`,
};

async function make(args: Partial<DeployKeyArgs> = {}, keys: Partial<typeof KEYS> = KEYS) {
    const registry = new Registry({ outputs: { [KEY_PAIR]: () => keys } });
    await registry.install();
    const requests = new Requests();
    const key = new DeployKey(
        "key",
        {
            repository: { name: "gitops", plainName: "gitops", deletedWith: undefined },
            title: "shop-dev",
            generation: 1,
            access: "read",
            found: { fullName: "acme/gitops", deployKeys: [] },
            ...args,
        },
        {},
    );
    await registry.settle();
    return { registry, requests, key };
}

describe("DeployKey", () => {
    for (const [access, readOnly] of [
        ["read", true],
        ["write", false],
    ] as const) {
        it(`${access}: one ED25519 pair, whose public half is registered without its comment`, async () => {
            const { registry, key } = await make({ access });
            assert.deepEqual(registry.list(), [`${DEPLOY_KEY} key-1`, `${KEY_PAIR} key-1`]);
            assert.deepEqual(registry.get(KEY_PAIR, "key-1").inputs, { algorithm: "ED25519" });
            assert.deepEqual(registry.get(DEPLOY_KEY, "key-1").inputs, {
                repository: "gitops",
                title: `shop-dev-${access}-1`,
                key: PUBLIC,
                readOnly,
            });
            assert.equal(await valueOf(key.publicKey), PUBLIC);
        });
    }

    it("keeps the private half secret, wherever it came from", async () => {
        const { key } = await make();
        assert.equal(await valueOf(key.privateKey), "our private half");
        assert.equal(await pulumi.isSecret(key.privateKey), true);
        assert.equal(await pulumi.isSecret(key.publicKey), false);
    });

    it("goes with a repository that goes; neither is kept, protected nor imported", async () => {
        const { requests, registry } = await make();
        const request = requests.get(DEPLOY_KEY, "key-1");
        assert.equal(request.deletedWith, "");
        assert.equal(request.retainOnDelete, false);
        assert.equal(request.protect, false);
        assert.deepEqual(request.ignoreChanges, []);
        assert.equal(registry.get(DEPLOY_KEY, "key-1").id, "");

        const going = await runProgram("dev", { repositoryDeleteOnDestroy: "true" });
        assert.equal(
            going.requests.get(DEPLOY_KEY, "read-key-1").deletedWith,
            "github:index/repository:Repository repository",
        );
    });

    it("another generation has other names and titles: made before the old one goes", async () => {
        const { registry } = await make({ generation: 2 });
        assert.deepEqual(registry.list(), [`${DEPLOY_KEY} key-2`, `${KEY_PAIR} key-2`]);
        assert.equal(registry.get(DEPLOY_KEY, "key-2").inputs["title"], "shop-dev-read-2");
    });

    describe("when GitHub has a key of that title", () => {
        const found = (key: string, title = "shop-dev-read-1") => ({
            found: {
                fullName: "Acme/gitops",
                deployKeys: [
                    { id: 6, title: "somebody's", key: "ssh-ed25519 AAAAtheirs" },
                    { id: 7, title, key },
                ],
            },
        });

        it("takes it over, without a word if it is ours", async () => {
            for (const theirs of [PUBLIC, `${PUBLIC} comment\n`]) {
                const imported: string[] = [];
                const said = await warningsOf(async () => {
                    const { requests } = await make(found(theirs));
                    imported.push(requests.get(DEPLOY_KEY, "key-1").importId);
                });
                assert.deepEqual(imported, ["gitops:7"]);
                assert.deepEqual(said, []);
            }
        });

        it("says how to remove one with another public half", async () => {
            const imported: string[] = [];
            const said = await warningsOf(async () => {
                const { requests } = await make(found("ssh-ed25519 AAAAlost"));
                imported.push(requests.get(DEPLOY_KEY, "key-1").importId);
            });
            assert.deepEqual(imported, ["gitops:7"]);
            assert.equal(said.length, 1);
            assert.match(said[0] ?? "", /a deploy key "shop-dev-read-1"/);
            assert.ok(said[0]?.includes("gh repo deploy-key delete 7 --repo Acme/gitops"), said[0]);
        });

        it("says nothing of it while `up --target` passes the key pair over", async () => {
            const said = await warningsOf(async () => {
                const { key } = await make(found("ssh-ed25519 AAAAlost"), {});
                assert.equal(await valueOf(key.publicKey), "");
            });
            assert.deepEqual(said, []);
        });

        it("leaves keys of any other title alone", async () => {
            for (const title of ["shop-dev-write-1", "shop-dev-read-2", "shop-dev-read-10"]) {
                const imported: string[] = [];
                const said = await warningsOf(async () => {
                    const { requests } = await make(found("ssh-ed25519 AAAAlost", title));
                    imported.push(requests.get(DEPLOY_KEY, "key-1").importId);
                });
                assert.deepEqual({ imported, said }, { imported: [""], said: [] }, title);
            }
        });
    });
});

describe("the deploy keys of a stack", () => {
    it("read and write are two, and both follow keysGeneration", async () => {
        for (const generation of [1, 2]) {
            const { registry } = await runProgram("prod", { keysGeneration: String(generation) });
            const keys = registry.resources.filter(({ type }) => type === DEPLOY_KEY);
            assert.deepEqual(
                keys
                    .map(({ name, inputs }) => [name, inputs["title"], inputs["readOnly"]])
                    .sort(([a], [b]) => String(a).localeCompare(String(b))),
                [
                    [`read-key-${generation}`, `letsgo-app-prod-read-${generation}`, true],
                    [`write-key-${generation}`, `letsgo-app-prod-write-${generation}`, false],
                ],
            );
            assert.deepEqual(
                registry.list().filter((line) => line.startsWith(KEY_PAIR)),
                [`${KEY_PAIR} read-key-${generation}`, `${KEY_PAIR} write-key-${generation}`],
            );
        }
    });

    it("wait for the repository, and nobody gets a private half before GitHub has the other", async () => {
        const { requests } = await runProgram("dev");
        for (const [access, secret] of [
            ["read", "application-read"],
            ["write", "image-update-write"],
        ] as const) {
            assert.deepEqual(requests.get(DEPLOY_KEY, `${access}-key-1`).waitsFor, [
                "github:index/repository:Repository repository",
                `${KEY_PAIR} ${access}-key-1`,
            ]);
            assert.deepEqual(requests.get("kubernetes:core/v1:Secret", secret).waitsFor, [
                `${DEPLOY_KEY} ${access}-key-1`,
                `${KEY_PAIR} ${access}-key-1`,
            ]);
        }
    });
});
