import * as components from "../components";
import type { EnvironmentSide } from "./environment";
import type { RepositorySide } from "./repository";
import type { Subject } from "./subject";

/** What the stack tells, of what was made. */
export function outputs(
    { stack, environment, config, names, settings }: Subject,
    { repository }: RepositorySide,
    { application, update }: EnvironmentSide,
    { cluster }: components.Providers,
): components.Summary {
    return components.summary({
        names,
        stack,
        argoNamespace: config.argoCd.namespace,
        overlay: environment.overlay,
        ingressHost: config.ingress?.host,
        triggers: components.triggers(config),
        trackedImages: update.trackedImages,
        pullRequests: config.pullRequests,
        paused: config.updates.paused,
        application: application.applicationName,
        health: components.readHealth("application-health", application.objectId, cluster),
        repositoryUrl: repository.htmlUrl,
        addToBase: repository.addToBase,
        volume: settings.storage && components.volumeClaim(config.app),
        repositoryIsKept: !config.repository.deleteOnDestroy && config.repository.mode !== "join",
    });
}
