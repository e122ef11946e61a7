import {
    type AppImage,
    type AppModel,
    appNames,
    baseFiles,
    buildWorkflow,
    overlayFile,
    Provenance,
    repositoryReadme,
    type RepositoryFile,
    settingsFiles,
    sourceFiles,
    UpdateStrategy,
} from "../../components/manifests";
import { dev } from "../../stacks/dev";
import type { Environment } from "../../stacks/environment";
import { prod } from "../../stacks/prod";
import { staging } from "../../stacks/staging";

/** The three environments, by stack. */
export const ENVIRONMENTS: Readonly<Record<string, Environment>> = { dev, staging, prod };

export function image(name: string, registry: string): AppImage {
    return {
        name,
        repository: `${registry}/letsgo-app-${name}`,
        port: 8080,
        context: `apps/${name}`,
        readinessPath: "/readyz",
        livenessPath: "/healthz",
    };
}

/** The application of the default configuration. */
export const GHCR_APP: AppModel = {
    name: "letsgo-app",
    images: [image("backend", "ghcr.io/letsgo"), image("frontend", "ghcr.io/letsgo")],
};

export const OTHER_REGISTRY = "registry.example.com:5000";

/** How images are built, unless configured otherwise. */
export const BUILDS = {
    defaultBranch: "main",
    platforms: ["linux/amd64"],
    provenance: Provenance.Auto,
} as const;

/** Another registry, other images, an Ingress. */
export const OTHER_APP: AppModel = {
    name: "shop",
    images: [
        { ...image("api", `${OTHER_REGISTRY}/acme`), port: 9090, readinessPath: "/ready" },
        {
            ...image("page-renderer", `${OTHER_REGISTRY}/acme`),
            strategy: UpdateStrategy.Digest,
            tag: "dev-latest",
        },
    ],
    host: "shop.example.com",
    ingressClassName: "nginx",
    ingressTlsSecret: "shop-tls",
};

/** The files of the whole repository, with the overlays of all environments. */
export function repositoryFiles(
    app: AppModel,
    registry: string,
    imagePullSecret?: string,
): RepositoryFile[] {
    return [
        ...baseFiles(app),
        ...sourceFiles(app),
        repositoryReadme(app),
        buildWorkflow({ ...BUILDS, app, registry }),
        ...Object.entries(ENVIRONMENTS).flatMap(([stack, environment]) =>
            environmentFiles(app, stack, environment, imagePullSecret),
        ),
    ];
}

export function environmentFiles(
    app: AppModel,
    stack: string,
    environment: Environment,
    imagePullSecret?: string,
): RepositoryFile[] {
    const namespace = appNames(app.name, stack).instance;
    return [
        overlayFile(app, environment.overlay, namespace),
        ...settingsFiles(
            app,
            { ...environment, ...(imagePullSecret !== undefined && { imagePullSecret }) },
            namespace,
        ),
    ];
}
