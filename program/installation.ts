import * as components from "../components";
import { pullRequestStacks } from "../stacks";
import type { RepositorySide } from "./repository";
import type { Subject } from "./subject";

/** Argo CD and the updater, and what tells them of events. */
export interface Installation {
    readonly server: components.ArgoCd;
    readonly updater: components.ImageUpdater;
    readonly webhooks: components.Webhooks;
}

/** Installs both, or stands for those that another stack has installed. */
export function makeInstallation(
    { stack, config, names, address, protect }: Subject,
    { repository }: RepositorySide,
    found: components.GitHubLookup,
    { onCluster, onBoth }: components.Providers,
): Installation {
    const { app, argoCd, git } = config;
    const shared = { install: argoCd.install, namespace: argoCd.namespace, protect };
    const server = new components.ArgoCd(
        "argocd",
        {
            ...argoCd,
            ...shared,
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
            ...shared,
            registry: config.registry,
            gitHost: address.host,
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
            ...shared,
            ingress: config.ingress,
            secrets: server.webhookSecrets,
            repository,
            owner: address.owner,
            found: found.repository,
        },
        { ...onBoth, dependsOn: [server, updater] },
    );
    return { server, updater, webhooks };
}
