import * as components from "../components";
import type { Installation } from "./installation";
import type { RepositorySide } from "./repository";
import type { Subject } from "./subject";

/** What one environment has in Argo CD. */
export interface EnvironmentSide {
    readonly application: components.Application;
    readonly update: components.ImageUpdate;
}

/** The Application, and then what updates its images. */
export function makeEnvironment(
    { environment, config, names, address, registry }: Subject,
    { repository, files, reading, writing }: RepositorySide,
    { server, updater, webhooks }: Installation,
    { onCluster }: components.Providers,
): EnvironmentSide {
    const instance = {
        names,
        app: config.app,
        argoNamespace: config.argoCd.namespace,
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
    return { application, update };
}
