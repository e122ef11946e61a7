/** Argo CD, its image updater, the repository they reconcile, and one environment of it. */
import * as pulumi from "@pulumi/pulumi";

import * as components from "./components";
import {
    environmentFor,
    environments,
    environmentSettings,
    loadConfig,
    pullRequestStacks,
    reviewedOverlays,
} from "./stacks";

export = (): Promise<components.Summary> => components.toldShortly(program);

/** One stack; asynchronous because GitHub is asked what is there before anything is made. */
async function program(): Promise<components.Summary> {
    const stack = pulumi.getStack();
    const environment = environmentFor(stack);
    const config = loadConfig(stack, environment);
    const { app, argoCd, git } = config;

    const names = components.appNames(app.name, stack);
    const { host, owner } = config.github;
    const address = { host, owner, name: config.repository.name };
    const registry = components.registryCredentials(config.registry);
    const settings = environmentSettings(environment, config, registry && names.pullSecret);
    const protect = argoCd.usedBy.length > 0;

    const { gitHub, cluster, onGitHub, onCluster, onBoth } = components.makeProviders(config);
    const found = await components.lookUpGitHub(
        {
            address,
            appName: app.name,
            repository: { ...config.repository, pullRequests: config.pullRequests !== undefined },
            hasWebhooks: config.ingress !== undefined,
            environment: config.gitHubEnvironment && {
                ...config.gitHubEnvironment,
                name: environment.overlay,
            },
            reviewedOverlays: reviewedOverlays(),
            stackReference: `${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`,
        },
        gitHub,
    );
    const isTooEarly = config.repository.mode === "join" && !found.repository.exists;
    await components.joinArgoCd(
        {
            ...argoCd,
            stack,
            isTooEarly,
            instance: names.instance,
            pullRequests: config.pullRequests,
        },
        cluster,
    );

    const repository = new components.GitOpsRepository(
        "repository",
        {
            ...config.repository,
            ...config.builds,
            codeOwners: found.codeOwners,
            address,
            app,
            registry: config.registry,
            protect,
            found: found.repository,
        },
        onGitHub,
    );
    const files = new components.EnvironmentFiles(
        "environment",
        {
            repository,
            app,
            settings,
            namespace: names.instance,
            argoNamespace: argoCd.namespace,
            pullRequests: config.pullRequests,
            found: found.repository,
        },
        onGitHub,
    );
    const rules = new components.BranchRules(
        "branch-rules",
        {
            repository,
            rules: config.repository.branchRules,
            hasCodeOwners: config.repository.codeOwners.length > 0,
            mergeMethods: config.repository.mergeMethods,
            updater: git,
            mayBeRefused: !found.repository.exists && config.repository.visibility !== "public",
            found: found.guards,
        },
        { ...onGitHub, dependsOn: [repository, files] },
    );
    const deployments = new components.GitHubEnvironment(
        "github-environment",
        {
            repository,
            environment: config.gitHubEnvironment && environment.overlay,
            reviewers: found.guards.reviewers,
        },
        onGitHub,
    );
    const key = {
        repository,
        title: names.instance,
        generation: git.keysGeneration,
        found: found.repository,
    };
    const reading = new components.DeployKey("read-key", { ...key, access: "read" }, onGitHub);
    const writing = new components.WriteAccess("write", { ...key, ...git }, onGitHub);

    const installation = { install: argoCd.install, namespace: argoCd.namespace, protect };
    const server = new components.ArgoCd(
        "argocd",
        {
            ...argoCd,
            ...installation,
            stack,
            knownHosts: git.knownHosts,
            webhooks: config.ingress && {
                ...config.ingress,
                secretName: names.webhookSecret,
                registry: config.registry.host,
                generation: git.keysGeneration,
            },
        },
        onCluster,
    );
    const updater = new components.ImageUpdater(
        "image-updater",
        {
            ...config.updater,
            ...installation,
            registry: config.registry,
            gitHost: host,
            reviewed: pullRequestStacks(stack, config).map(
                (each) => components.appNames(app.name, each).instance,
            ),
            webhookSecret: server.webhookSecrets?.package,
        },
        { ...onCluster, dependsOn: server },
    );
    const webhooks = new components.Webhooks(
        "webhooks",
        {
            ...installation,
            ingress: config.ingress,
            secrets: server.webhookSecrets,
            repository,
            owner,
            found: found.repository,
        },
        { ...onBoth, dependsOn: [server, updater] },
    );

    const instance = {
        names,
        app,
        argoNamespace: argoCd.namespace,
        repository: address,
        branch: repository.branch,
        overlay: environment.overlay,
    };
    const application = new components.Application(
        "application",
        {
            ...instance,
            readKey: reading.privateKey,
            sync: environment.sync,
            extraKinds: config.extraKinds,
            secrets: config.secrets,
            generatedSecrets: config.generatedSecrets,
            registry,
        },
        { ...onCluster, dependsOn: [server, repository, files] },
    );
    const update = new components.ImageUpdate(
        "image-update",
        {
            ...instance,
            ...config.updates,
            pullRequests: config.pullRequests,
            policy: environment.update,
            git: writing.credentials,
            registry,
        },
        { ...onCluster, dependsOn: [application, updater, webhooks] },
    );

    components.markUsers({ ...argoCd, stack, known: Object.keys(environments) }, [
        ...[repository, files, rules, deployments, reading, writing],
        ...[server, updater, webhooks, application, update],
    ]);

    return components.summary({
        ...instance,
        ingressHost: config.ingress?.host,
        triggers: components.triggers(config),
        trackedImages: update.trackedImages,
        pullRequests: config.pullRequests,
        paused: config.updates.paused,
        application: application.applicationName,
        health: components.readHealth("application-health", application.objectId, cluster),
        stack,
        repositoryUrl: repository.htmlUrl,
        addToBase: repository.addToBase,
        volume: settings.storage && components.volumeClaim(app),
        repositoryIsKept: !config.repository.deleteOnDestroy && config.repository.mode !== "join",
    });
}
