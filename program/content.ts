import type { Subject } from "./subject";

/** What the repository's own managed files are made of. */
export function repositoryContent({ config }: Subject) {
    return {
        ...config.repository,
        ...config.builds,
        app: config.app,
        registry: config.registry,
    };
}

/** What the environment's managed files are made of. */
export function environmentContent({ config, names, settings }: Subject) {
    return {
        app: config.app,
        settings,
        namespace: names.instance,
        argoNamespace: config.argoCd.namespace,
        pullRequests: config.pullRequests,
    };
}
