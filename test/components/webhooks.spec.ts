import assert from "node:assert/strict";
import { createHash } from "node:crypto";

import { runProgram } from "../support/program";
import type { Registered, Registry } from "../support/registry";
import { warningsOf } from "../support/warnings";

const HOOK = "github:index/repositoryWebhook:RepositoryWebhook";
const INGRESS = "kubernetes:networking.k8s.io/v1:Ingress";
const NAMESPACE = "kubernetes:core/v1:Namespace";
const PASSWORD = "random:index/randomPassword:RandomPassword";
const POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const RELEASE = "kubernetes:helm.sh/v3:Release";
const REPOSITORY = "github:index/repository:Repository";
const SECRET = "kubernetes:core/v1:Secret";

const HOST = "argocd.example.com";
const WEBHOOKS = { ingressHost: HOST };

/** Each made-up secret is another: what is mistaken for the other shows. */
const MADE_UP = {
    outputs: {
        [PASSWORD]: ({ keepers }: Record<string, unknown>) => ({ result: nextSecret(keepers) }),
    },
};
let made = 0;
function nextSecret(keepers: unknown): string {
    made += 1;
    return `canary-${made}-${JSON.stringify(keepers)}`;
}

async function withWebhooks(config: Readonly<Record<string, string>> = {}) {
    return await runProgram("dev", { ...WEBHOOKS, ...config }, MADE_UP);
}

/** What stack dev registers with webhooks and not without. */
async function added(config: Readonly<Record<string, string>>): Promise<string[]> {
    const { registry } = await runProgram("dev");
    const without = new Set(registry.list());
    return (await withWebhooks(config)).registry.list().filter((line) => !without.has(line));
}

const PUSH_ONLY = [
    `${HOOK} webhooks-push`,
    `${INGRESS} webhooks`,
    `${PASSWORD} argocd-webhooks-push`,
    `${SECRET} argocd-webhooks-push`,
].sort();
const BOTH = [
    ...PUSH_ONLY,
    `${HOOK} webhooks-package`,
    `${PASSWORD} argocd-webhooks-package`,
    `${SECRET} argocd-webhooks-package`,
].sort();

describe("webhooks", () => {
    it("are one Ingress, and for each hop a secret, who reads it and who signs with it", async () => {
        assert.deepEqual(await added({}), BOTH);
    });

    it("of a registry that GitHub does not tell of are for commits only", async () => {
        const config = { registry: "registry.example.com:5000" };
        assert.deepEqual(await added(config), PUSH_ONLY);
        const { registry, outputs } = await withWebhooks(config);
        assert.deepEqual(backends(registry), [["/", "Prefix", "argocd-server", 80]]);
        assert.deepEqual(values(registry, "image-updater")["service"], undefined);
        assert.equal(spec(registry.get(POLICY, "image-updater"))["ingress"], undefined);
        assert.deepEqual(outputs["triggers"], {
            images: "polling registry.example.com:5000 every 60s",
            commits: `webhook https://${HOST}/api/webhook, and polling Git every 30s`,
        });
    });

    it("without a host are none: the loop polls, and nobody may reach the updater", async () => {
        const { registry, outputs } = await runProgram("dev");
        const lines = registry.list().join("\n");
        for (const type of [HOOK, INGRESS, PASSWORD]) {
            assert.ok(!lines.includes(type), lines);
        }
        assert.equal(spec(registry.get(POLICY, "image-updater"))["ingress"], undefined);
        assert.deepEqual(outputs["triggers"], {
            images: "polling ghcr.io every 60s",
            commits: "polling Git every 30s",
        });
    });

    it("the two hooks of the repository: signed JSON, over checked TLS", async () => {
        const { registry } = await withWebhooks();
        const [push, package_] = secretsOf(registry);
        const common = { contentType: "json", insecureSsl: false };
        assert.deepEqual(registry.get(HOOK, "webhooks-push").inputs, {
            repository: "letsgo-gitops",
            active: true,
            events: ["push"],
            configuration: { ...common, url: `https://${HOST}/api/webhook`, secret: push },
        });
        assert.deepEqual(registry.get(HOOK, "webhooks-package").inputs, {
            repository: "letsgo-gitops",
            active: true,
            events: ["package"],
            configuration: {
                ...common,
                url: `https://${HOST}/webhook?type=ghcr.io`,
                secret: package_,
            },
        });
    });

    it("both ends of a hop have the same secret, and the hops have different ones", async () => {
        const { registry } = await withWebhooks({ argoCdNamespace: "gitops" });
        const [push, package_] = secretsOf(registry);
        assert.notEqual(push, package_);
        const argoCd = registry.get(SECRET, "argocd-webhooks-push").inputs;
        assert.deepEqual(argoCd["metadata"], {
            name: "letsgo-app-webhooks",
            namespace: "gitops",
            labels: { "app.kubernetes.io/part-of": "argocd" },
        });
        assert.deepEqual(argoCd["stringData"], { github: push });
        const updater = registry.get(SECRET, "argocd-webhooks-package").inputs;
        assert.deepEqual(updater["metadata"], {
            name: "argocd-image-updater-secret",
            namespace: "gitops",
        });
        assert.deepEqual(updater["stringData"], { "webhook.ghcr-secret": package_ });
    });

    it("no secret is in the clear, and Helm has only a reference and a hash", async () => {
        const { registry, outputs } = await withWebhooks();
        const where = registry.resources.flatMap((resource) =>
            /canary-\d/.test(JSON.stringify(resource.inputs))
                ? [`${resource.name}: ${resource.secretInputs.join()}`]
                : [],
        );
        assert.deepEqual(where.sort(), [
            "argocd-webhooks-package: stringData",
            "argocd-webhooks-push: stringData",
            // The whole: the provider takes the URL for a secret too.
            "webhooks-package: configuration",
            "webhooks-push: configuration",
        ]);
        assert.ok(!JSON.stringify(outputs).includes("canary"));
        const [, package_] = secretsOf(registry);
        assert.deepEqual(values(registry, "argocd-release")["configs"], {
            cm: { "timeout.reconciliation": "30s", "timeout.reconciliation.jitter": "0s" },
            params: { "server.insecure": "true", "controller.resource.health.persist": "true" },
            secret: { githubSecret: "$letsgo-app-webhooks:github" },
        });
        assert.deepEqual(values(registry, "image-updater")["podAnnotations"], {
            "checksum/webhooks": createHash("sha256").update(String(package_)).digest("hex"),
        });
        assert.deepEqual(registry.get(RELEASE, "image-updater").secretInputs, []);
    });

    it("the charts are told: TLS ends at the Ingress, polling is the safety net", async () => {
        const { registry, outputs } = await withWebhooks();
        const argoCd = values(registry, "argocd-release") as { global: { domain: string } };
        assert.equal(argoCd.global.domain, HOST);
        const { config, service } = values(registry, "image-updater") as {
            config: Record<string, string>;
            service: object;
        };
        assert.deepEqual(
            [config["webhook.enable"], config["disable-tls"], config["interval"]],
            ["true", "true", "60s"],
        );
        assert.deepEqual(service, { enabled: true });
        assert.deepEqual(spec(registry.get(POLICY, "image-updater"))["ingress"], [
            { ports: [{ port: "webhook", protocol: "TCP" }] },
        ]);
        assert.equal(outputs["argoCdUrl"], `https://${HOST}`);
        assert.deepEqual(outputs["triggers"], {
            images: `webhook https://${HOST}/webhook?type=ghcr.io, and polling ghcr.io every 60s`,
            commits: `webhook https://${HOST}/api/webhook, and polling Git every 30s`,
        });
    });

    it("the Ingress has the configured class and certificate, and leads to both", async () => {
        const { registry } = await withWebhooks({
            argoCdNamespace: "gitops",
            ingressClassName: "nginx",
            ingressTlsSecret: "argocd-tls",
        });
        const ingress = registry.get(INGRESS, "webhooks");
        assert.deepEqual(ingress.inputs["metadata"], { name: "argocd", namespace: "gitops" });
        const { ingressClassName, tls } = spec(ingress);
        assert.equal(ingressClassName, "nginx");
        assert.deepEqual(tls, [{ hosts: [HOST], secretName: "argocd-tls" }]);
        assert.deepEqual(backends(registry), [
            ["/webhook", "Exact", "argocd-image-updater", 8080],
            ["/", "Prefix", "argocd-server", 80],
        ]);
    });

    it("come in order: secrets, releases, Ingress, hooks, and what is to be told last", async () => {
        const { requests } = await withWebhooks();
        const after = (type: string, name: string) => requests.get(type, name).waitsFor;
        for (const hop of ["push", "package"]) {
            const secret = `${SECRET} argocd-webhooks-${hop}`;
            assert.deepEqual(after(SECRET, `argocd-webhooks-${hop}`), [
                `${NAMESPACE} argocd`,
                `${PASSWORD} argocd-webhooks-${hop}`,
            ]);
            assert.ok(after(RELEASE, "argocd-release").includes(secret), hop);
            assert.deepEqual(after(HOOK, `webhooks-${hop}`), [
                `${REPOSITORY} repository`,
                `${INGRESS} webhooks`,
                `${PASSWORD} argocd-webhooks-${hop}`,
            ]);
        }
        assert.ok(after(RELEASE, "image-updater").includes(`${POLICY} image-updater`));
        const component = "argocd-image-drift:index";
        const updater = after(`${component}:ImageUpdater`, "image-updater");
        assert.ok(updater.includes(`${SECRET} argocd-webhooks-package`), updater.join("\n"));
        const wayIn = after(`${component}:Webhooks`, "webhooks");
        for (const release of ["argocd-release", "image-updater"]) {
            assert.ok(wayIn.includes(`${RELEASE} ${release}`), wayIn.join("\n"));
        }
        // Gone before the hooks, the Ingress and the secrets: nothing is told to nobody.
        const update = after(`${component}:ImageUpdate`, "image-update");
        for (const earlier of [`${INGRESS} webhooks`, `${HOOK} webhooks-push`]) {
            assert.ok(update.includes(earlier), update.join("\n"));
        }
    });

    it("go one by one from a repository that stays, and with one that goes", async () => {
        for (const [config, deletedWith] of [
            [{}, ""],
            [{ repositoryDeleteOnDestroy: "true" }, `${REPOSITORY} repository`],
        ] as const) {
            const { requests } = await withWebhooks(config);
            for (const hop of ["push", "package"]) {
                const request = requests.get(HOOK, `webhooks-${hop}`);
                assert.equal(request.deletedWith, deletedWith);
                assert.equal(request.retainOnDelete, false);
                assert.equal(request.importId, "");
                assert.deepEqual(request.ignoreChanges, []);
            }
        }
    });

    it("warn where the updater would not know the owner of a package", async () => {
        const warned = async (owner: string, config = {}, fullName?: string) => {
            const answer = () => ({ fullName, description: "", defaultBranch: "main" });
            const calls = fullName && { "github:index/getRepository:getRepository": answer };
            const said = await warningsOf(() =>
                runProgram(
                    "dev",
                    { ...WEBHOOKS, githubOwner: owner, ...config },
                    {
                        ...(calls && { calls }),
                    },
                ),
            );
            return said.filter((text) => text.includes("found by polling only")).length;
        };
        assert.equal(await warned("acme"), 0);
        assert.equal(await warned("Acme"), 1);
        // As GitHub spells it, once there is something to look at.
        assert.equal(await warned("acme", {}, "Acme/letsgo-gitops"), 1);
        assert.equal(await warned("Acme", {}, "acme/letsgo-gitops"), 0);
        assert.equal(await warned("Acme", { registry: "registry.example.com" }), 0);
    });

    it("have new secrets with the next generation of keys, under the same names", async () => {
        for (const keysGeneration of ["1", "2"]) {
            const { registry } = await withWebhooks({ keysGeneration });
            for (const hop of ["push", "package"]) {
                assert.deepEqual(registry.get(PASSWORD, `argocd-webhooks-${hop}`).inputs, {
                    length: 48,
                    special: false,
                    keepers: { generation: keysGeneration },
                });
            }
        }
    });

    it("in a first preview only what is made up is unknown", async () => {
        const { requests } = await runProgram("dev", WEBHOOKS, { preview: true });
        const unknown = requests.all
            .filter(({ name }) => /webhooks|^(argocd-release|image-updater)$/.test(name))
            .flatMap((request) => request.unknown.map((at) => `${request.name} ${at}`));
        assert.deepEqual(unknown.sort(), [
            "argocd-webhooks-package stringData",
            "argocd-webhooks-push stringData",
            "image-updater values.podAnnotations.checksum/webhooks",
            "webhooks-package configuration.secret",
            "webhooks-push configuration.secret",
        ]);
    });

    it("are no business of a stack that joins", async () => {
        const { registry, outputs } = await runProgram("prod");
        const lines = registry.list().join("\n");
        for (const type of [HOOK, INGRESS, PASSWORD, POLICY]) {
            assert.ok(!lines.includes(type), lines);
        }
        assert.ok(!("triggers" in outputs));
        await assert.rejects(
            runProgram("prod", WEBHOOKS),
            /ingressHost = "argocd.example.com"\n {6}contradicts argoCdInstall false/,
        );
    });
});

/** What the hop's secrets were made up as: of pushes, of packages. */
function secretsOf(registry: Registry): [unknown, unknown] {
    const of = (hop: string, key: string) =>
        (
            registry.get(SECRET, `argocd-webhooks-${hop}`).inputs["stringData"] as Record<
                string,
                unknown
            >
        )[key];
    return [of("push", "github"), of("package", "webhook.ghcr-secret")];
}

function values(registry: Registry, release: string): Record<string, unknown> {
    return registry.get(RELEASE, release).inputs["values"] as Record<string, unknown>;
}

function spec({ inputs }: Registered): Record<string, unknown> {
    return inputs["spec"] as Record<string, unknown>;
}

/** Path, type, Service and port of each of the Ingress' paths. */
function backends(registry: Registry): unknown[][] {
    const { rules } = spec(registry.get(INGRESS, "webhooks")) as {
        rules: {
            host: string;
            http: {
                paths: {
                    path: string;
                    pathType: string;
                    backend: { service: { name: string; port: { number: number } } };
                }[];
            };
        }[];
    };
    return rules.flatMap(({ host, http }) => {
        assert.equal(host, HOST);
        return http.paths.map(({ path, pathType, backend: { service } }) => [
            path,
            pathType,
            service.name,
            service.port.number,
        ]);
    });
}
