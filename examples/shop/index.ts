/** The shop: three services out of a registry of their own, in production, on one cluster. */
import * as pulumi from "@pulumi/pulumi";
import {
    type AppImage,
    Application,
    type AppModel,
    appNames,
    ArgoCd,
    DeployKey,
    EnvironmentFiles,
    type GitAddress,
    GitOpsRepository,
    ImageUpdate,
    ImageUpdater,
    lookUpRepository,
    makeProviders,
    type RegistryCredentials,
    type RepositoryAccess,
    toldShortly,
    UpdateStrategy,
    VERSION_TAGS,
    WriteAccess,
} from "argocd-image-drift";

const REGISTRY = "registry.shop.example";

const app: AppModel = {
    name: "shop",
    images: [service("web", 3000), service("cart", 8080), service("catalog", 8080)],
};

/** One service: sources and Dockerfile are in its folder, the image has its name. */
function service(name: string, port: number): AppImage {
    return {
        name,
        port,
        repository: `${REGISTRY}/shop/${name}`,
        context: `services/${name}`,
        readinessPath: "/readyz",
        livenessPath: "/healthz",
    };
}

/** The repository is made if it is not there, and stays when the stack goes. */
const access: RepositoryAccess = {
    mode: "create",
    visibility: "private",
    deleteOnDestroy: false,
};

// Asynchronous, because GitHub is asked what is there before anything is made.
export = () => toldShortly(shop);

async function shop() {
    const stack = pulumi.getStack();
    const config = new pulumi.Config();
    const owner = config.require("githubOwner");
    const registry: RegistryCredentials = {
        host: REGISTRY,
        username: config.requireSecret("registryUsername"),
        password: config.requireSecret("registryPassword"),
    };
    const names = appNames(app.name, stack);
    const address: GitAddress = { host: "github.com", owner, name: "shop" };

    // The cluster of the current kubectl context.
    const { gitHub, onGitHub, onCluster } = makeProviders({
        github: { owner, token: config.requireSecret("githubToken") },
        cluster: {},
    });
    const found = await lookUpRepository({ ...address, appName: app.name, access }, gitHub);

    const repository = new GitOpsRepository(
        "repository",
        { ...access, address, app, registry, found },
        onGitHub,
    );
    const settings = {
        overlay: "production",
        replicas: 3,
        resources: {
            requests: { cpu: "100m", memory: "128Mi" },
            limits: { memory: "256Mi" },
        },
        imagePullSecret: names.pullSecret,
    };
    const files = new EnvironmentFiles(
        "environment",
        { repository, app, settings, namespace: names.instance, found },
        onGitHub,
    );
    const key = { repository, title: names.instance, found };
    const reading = new DeployKey("read-key", { ...key, access: "read" }, onGitHub);
    const writing = new WriteAccess("write", { ...key, auth: "deployKey" }, onGitHub);

    const argoCd = new ArgoCd("argocd", { stack }, onCluster);
    const updater = new ImageUpdater(
        "image-updater",
        { registry },
        { ...onCluster, dependsOn: argoCd },
    );

    const instance = {
        names,
        app,
        repository: address,
        branch: repository.branch,
        overlay: settings.overlay,
        registry,
    };
    const application = new Application(
        "application",
        {
            ...instance,
            readKey: reading.privateKey,
            sync: { prune: true, selfHeal: true, retryLimit: 5 },
        },
        { ...onCluster, dependsOn: [argoCd, repository, files] },
    );
    const update = new ImageUpdate(
        "image-update",
        {
            ...instance,
            // Releases of version 2 as soon as they are pushed, and no others.
            policy: {
                strategy: UpdateStrategy.Semver,
                constraint: "^2.0",
                allowTags: VERSION_TAGS,
            },
            git: writing.credentials,
        },
        { ...onCluster, dependsOn: [application, updater] },
    );

    return {
        application: application.applicationName,
        repositoryUrl: repository.htmlUrl,
        trackedImages: update.trackedImages,
    };
}
