import { stringify } from "yaml";
import {
    GITHUB_ADMIN,
    PRIVATE_REGISTRY_PORT,
    REGISTRY_ADDRESS,
    REGISTRY_PORT,
} from "../network/addresses";

/** The registry's configuration: deletable images, events to the GitHub stand-in. */
export function registryConfiguration(storage: string): string {
    return stringify({
        ...common(storage, REGISTRY_PORT),
        notifications: {
            endpoints: [
                {
                    name: "github",
                    url: `http://${GITHUB_ADMIN}/registry-events`,
                    timeout: "2s",
                    threshold: 3,
                    backoff: "250ms",
                },
            ],
        },
    });
}

/**
 * The private registry's configuration: the same images, for the users of a file that is read again
 * when it changes.
 *
 * @param users file of lines `user:bcrypt hash`
 */
export function privateRegistryConfiguration(storage: string, users: string): string {
    return stringify({
        ...common(storage, PRIVATE_REGISTRY_PORT),
        auth: { htpasswd: { realm: "lab", path: users } },
    });
}

function common(storage: string, port: number) {
    return {
        version: "0.1",
        log: { level: "info", accesslog: { disabled: false } },
        storage: {
            filesystem: { rootdirectory: storage },
            delete: { enabled: true },
            cache: { blobdescriptor: "inmemory" },
        },
        http: { addr: `${REGISTRY_ADDRESS}:${port}` },
    };
}
