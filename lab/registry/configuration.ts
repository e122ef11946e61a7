import { stringify } from "yaml";
import { GITHUB_ADMIN, REGISTRY_ADDRESS, REGISTRY_PORT } from "../network/addresses";

/** The registry's configuration: deletable images, events to the GitHub stand-in. */
export function registryConfiguration(storage: string): string {
    return stringify({
        version: "0.1",
        log: { level: "info", accesslog: { disabled: false } },
        storage: {
            filesystem: { rootdirectory: storage },
            delete: { enabled: true },
            cache: { blobdescriptor: "inmemory" },
        },
        http: { addr: `${REGISTRY_ADDRESS}:${REGISTRY_PORT}` },
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
