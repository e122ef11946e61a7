import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parse, parseAllDocuments } from "yaml";

import { writeDirectory } from "../scripts/render/directory";
import { render, type Rendering } from "../scripts/render/render";
import { runProgram } from "./support/program";

const root = join(__dirname, "..");
const STACKS = ["dev", "staging", "prod"];

describe("npm run render", () => {
    let folder: string;

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "render-"));
    });

    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    it("renders the shipped stack files, and warns of what is left to do", async () => {
        const { files, warnings } = await render(root, STACKS);
        assert.deepEqual(
            warnings,
            STACKS.flatMap((stack) => [
                `${stack}: githubOwner is still the placeholder your-github-owner`,
                `${stack}: githubToken is not set yet`,
            ]),
        );
        const paths = files.map(({ path }) => path);
        assert.deepEqual([...new Set(paths)], paths, "a path twice");
        assert.deepEqual(
            paths
                .filter((path) => path.startsWith("dev/") || path.includes("/development/"))
                .sort(),
            [
                "repository/letsgo-app/manifests/overlays/development/settings/objects.yaml",
                "repository/letsgo-app/manifests/overlays/development/settings/kustomization.yaml",
                "repository/letsgo-app/manifests/overlays/development/kustomization.yaml",
                "dev/kubernetes/namespace-argocd.yaml",
                "dev/kubernetes/namespace-letsgo-app-dev.yaml",
                "dev/kubernetes/argocd/appproject-letsgo-app-dev.yaml",
                "dev/kubernetes/argocd/secret-letsgo-app-dev-read.yaml",
                "dev/kubernetes/argocd/secret-letsgo-app-dev-write.yaml",
                "dev/kubernetes/argocd/application-letsgo-app-dev.yaml",
                "dev/kubernetes/argocd/imageupdater-letsgo-app-dev.yaml",
                "dev/kubernetes/argocd/networkpolicy-argocd-image-updater.yaml",
                "dev/helm/argocd.yaml",
                "dev/helm/argocd-image-updater.yaml",
                "dev/github.yaml",
                "dev/outputs.yaml",
                "dev/argocd/applications/app.yaml",
                "dev/argocd/install/image-updater.yaml",
            ].sort(),
        );
        assert.deepEqual(
            paths.filter((path) => path.startsWith("prod/helm/")),
            [],
        );
        const images = parse(
            contentOf(
                { files, warnings },
                "repository/letsgo-app/manifests/overlays/production/kustomization.yaml",
            ),
        ) as { images: { name: string }[] };
        assert.equal(images.images[0]?.name, "ghcr.io/your-github-owner/letsgo-app-backend");
    });

    it("shows the objects the program registers, all of them", async () => {
        writeStack("dev", { githubOwner: "Letsgo", repositoryName: "letsgo-gitops" });
        const rendering = await render(folder, ["dev"]);
        const { registry } = await runProgram("dev");
        const registered = registry.resources.filter(
            ({ type, id }) =>
                type.startsWith("kubernetes:") && id === "" && !type.endsWith(":Release"),
        );
        const rendered = rendering.files
            .filter(({ path }) => path.startsWith("dev/kubernetes/"))
            .map(({ content }) => parse(content) as Record<string, unknown>);
        assert.equal(rendered.length, registered.length);
        for (const { inputs } of registered) {
            const twin = rendered.find(
                (object) =>
                    object.kind === inputs.kind &&
                    nameOf(object.metadata) === nameOf(inputs.metadata),
            );
            assert.deepEqual(withoutSecrets(twin), withoutSecrets(inputs));
        }
        for (const { inputs } of registry.resources.filter(({ type }) =>
            type.endsWith(":Release"),
        )) {
            const file = contentOf(rendering, `dev/helm/${String(inputs.name)}.yaml`);
            assert.deepEqual(parse(file), inputs.values);
            assert.match(file, new RegExp(`^# helm upgrade --install ${String(inputs.name)} `));
        }
        for (const { inputs } of registry.resources.filter(({ type }) =>
            type.endsWith(":RepositoryFile"),
        )) {
            const path = `repository/letsgo-gitops/${String(inputs.file)}`;
            assert.equal(contentOf(rendering, path), inputs.content);
        }
    });

    for (const githubAppPrivateKey of [{ secure: "v1:canary-cipher:text" }, undefined]) {
        it(`shows an App's key as a placeholder, ${githubAppPrivateKey ? "set" : "missing"}`, async () => {
            writeStack("dev", {
                githubOwner: "acme",
                gitAuth: "githubApp",
                githubAppId: "7",
                githubAppInstallationId: "70",
                ...(githubAppPrivateKey && { githubAppPrivateKey }),
            });
            const rendering = await render(folder, ["dev"]);
            const file = "dev/kubernetes/argocd/secret-letsgo-app-dev-write.yaml";
            const { stringData } = parse(contentOf(rendering, file)) as {
                stringData: Record<string, string>;
            };
            assert.equal(stringData.githubAppPrivateKey, "<secret githubAppPrivateKey>");
            assert.equal(stringData.githubAppID, "7");
            const all = rendering.files.map(({ content }) => content).join("\n");
            assert.doesNotMatch(all, /canary|BEGIN RSA/);
        });
    }

    it("shows secrets as placeholders that say which", async () => {
        const secure = { secure: "v1:canary-cipher:text" };
        writeStack("prod", {
            githubOwner: "acme",
            repositoryMode: "join",
            argoCdInstall: false,
            kubeContext: "production",
            kubeconfig: secure,
            githubToken: secure,
            gitAuth: "token",
            gitToken: secure,
            registryUsername: secure,
            registryPassword: secure,
            appSecrets: { DATABASE_PASSWORD: secure },
        });
        const rendering = await render(folder, ["prod"]);
        const all = rendering.files.map(({ content }) => content).join("\n");
        assert.ok(!all.includes("canary"), "a cipher text was rendered");
        const secret = (name: string) =>
            (
                parse(contentOf(rendering, `prod/kubernetes/${name}.yaml`)) as {
                    stringData: Record<string, string>;
                }
            ).stringData;
        assert.equal(secret("argocd/secret-letsgo-app-prod-write").password, "<secret gitToken>");
        assert.deepEqual(secret("letsgo-app-prod/secret-letsgo-app"), {
            DATABASE_PASSWORD: "<secret appSecrets.DATABASE_PASSWORD>",
        });
        assert.deepEqual(
            JSON.parse(
                secret("letsgo-app-prod/secret-letsgo-app-registry")[".dockerconfigjson"] ?? "",
            ),
            {
                auths: {
                    "ghcr.io": {
                        username: "<secret registryUsername>",
                        password: "<secret registryPassword>",
                        auth: "<secret registryUsername:registryPassword, base64>",
                    },
                },
            },
        );
        assert.deepEqual(rendering.warnings, []);
    });

    it("shows webhooks at both ends, and neither their secrets nor a hash of anything else", async () => {
        writeStack("dev", {
            githubOwner: "acme",
            ingressHost: "argocd.example.com",
            ingressClassName: "nginx",
        });
        const rendering = await render(folder, ["dev"]);
        const object = (name: string) =>
            parse(contentOf(rendering, `dev/kubernetes/argocd/${name}.yaml`)) as {
                spec: Record<string, unknown>;
                stringData: Record<string, string>;
            };
        assert.equal(object("ingress-argocd").spec.ingressClassName, "nginx");
        assert.ok("ingress" in object("networkpolicy-argocd-image-updater").spec);
        const push = "<secret argocd-webhooks-push>";
        const pushed = "<secret argocd-webhooks-package>";
        assert.deepEqual(object("secret-letsgo-app-webhooks").stringData, { github: push });
        assert.deepEqual(object("secret-argocd-image-updater-secret").stringData, {
            "webhook.ghcr-secret": pushed,
        });
        const hooks = parseAllDocuments(contentOf(rendering, "dev/github.yaml"))
            .map((document) => document.toJS() as { type: string; configuration: unknown })
            .filter(({ type }) => type.endsWith(":RepositoryWebhook"))
            .map(({ configuration }) => configuration as { url: string; secret: string });
        assert.deepEqual(
            hooks.map(({ url, secret }) => [url, secret]),
            [
                ["https://argocd.example.com/webhook?type=ghcr.io", pushed],
                ["https://argocd.example.com/api/webhook", push],
            ],
        );
        const { podAnnotations } = parse(
            contentOf(rendering, "dev/helm/argocd-image-updater.yaml"),
        ) as { podAnnotations: object };
        assert.deepEqual(podAnnotations, {
            "checksum/webhooks": "<hash of secret argocd-webhooks-package>",
        });
    });

    it("renders the same twice", async () => {
        assert.deepEqual(await render(root, ["dev"]), await render(root, ["dev"]));
    });

    it("writes the two files of the manual way for reading", async () => {
        const rendering = await render(root, ["staging"]);
        const kinds = (path: string) =>
            parseAllDocuments(contentOf(rendering, path)).map((document): unknown =>
                document.get("kind"),
            );
        assert.deepEqual(kinds("staging/argocd/applications/app.yaml"), [
            "AppProject",
            "Application",
        ]);
        assert.deepEqual(kinds("staging/argocd/install/image-updater.yaml"), ["ImageUpdater"]);
    });

    it("refuses a bad configuration with the message of `pulumi up`", async () => {
        writeStack("dev", { githubOwner: "a--b", pinn: { backend: "v1" } });
        await assert.rejects(render(folder, ["dev"]), (error: Error) => {
            assert.match(error.message, /^The configuration of stack "dev" has 2 problems\./);
            assert.match(error.message, /githubOwner = "a--b"/);
            assert.match(error.message, /did you mean pin\?/);
            return true;
        });
    });

    it("refuses a plain-text secret without repeating it", async () => {
        writeStack("dev", { githubOwner: "acme", githubToken: "ghp_canary" });
        await assert.rejects(render(folder, ["dev"]), (error: Error) => {
            assert.match(error.message, /githubToken\n {6}is a secret and stored as plain text/);
            assert.ok(!error.message.includes("canary"));
            return true;
        });
    });

    it("names the stack file that is not there, and stacks nobody knows", async () => {
        await assert.rejects(render(folder, ["dev"]), /There is no Pulumi\.dev\.yaml in /);
        await assert.rejects(render(folder, ["qa"]), /Known: dev, staging, prod\./);
    });

    it("empties only directories it has made itself", () => {
        const directory = join(folder, "out");
        writeDirectory(directory, [{ path: "a/b.txt", content: "1" }]);
        writeDirectory(directory, [{ path: "c.txt", content: "2" }]);
        assert.ok(!existsSync(join(directory, "a")));
        assert.equal(readFileSync(join(directory, "c.txt"), "utf8"), "2");
        writeFileSync(join(folder, "mine.txt"), "");
        assert.throws(() => {
            writeDirectory(folder, []);
        }, /is not empty, and was not made by this command/);
        assert.ok(readdirSync(folder).includes("mine.txt"));
    });

    it("runs as a command, with no engine, cluster, credentials or network", () => {
        const directory = join(folder, "out");
        const output = execFileSync(
            process.execPath,
            ["--import", "tsx", "scripts/render/main.ts", directory, "--stack", "prod"],
            {
                cwd: root,
                encoding: "utf8",
                stdio: ["ignore", "pipe", "pipe"],
                // Neither HOME's kubeconfig nor any variable of Pulumi, GitHub or a proxy.
                env: { PATH: process.env.PATH, HOME: folder },
            },
        );
        assert.match(output, /^\d+ files of prod in /);
        assert.ok(existsSync(join(directory, "prod/argocd/applications/app.yaml")));
    });

    function writeStack(stack: string, config: Readonly<Record<string, unknown>>): void {
        const entries = Object.entries(config).map(
            ([key, value]) => [`argocd-image-drift:${key}`, value] as const,
        );
        writeFileSync(
            join(folder, `Pulumi.${stack}.yaml`),
            JSON.stringify({ config: Object.fromEntries(entries) }),
        );
    }
});

function contentOf({ files }: Rendering, path: string): string {
    const file = files.find((each) => each.path === path);
    assert.ok(file, `${path} is not among\n${files.map((each) => each.path).join("\n")}`);
    return file.content;
}

function nameOf(metadata: unknown): string {
    const { name, namespace } = metadata as { name: string; namespace?: string };
    return `${namespace ?? ""}/${name}`;
}

/** Values of secrets differ between the two; their names do not. */
function withoutSecrets(object: object | undefined): unknown {
    const { stringData, ...rest } = (object ?? {}) as { stringData?: object };
    return { ...rest, ...(stringData && { stringData: Object.keys(stringData).sort() }) };
}
