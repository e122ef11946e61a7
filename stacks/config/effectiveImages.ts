import type { AppImage } from "../../components/manifests/model";

import { type Facts, settled } from "./facts";
import type { ImageEntry } from "./imageEntries";

/** Images of the sample application, unless the key `images` says otherwise. */
export const DEFAULT_IMAGES: readonly ImageEntry[] = [{ name: "backend" }, { name: "frontend" }];

export const DEFAULT_APP_NAME = "letsgo-app";
export const DEFAULT_REGISTRY = "ghcr.io";
const DEFAULT_PORT = 8080;
const READINESS_PATH = "/readyz";
const LIVENESS_PATH = "/healthz";

/** The images with all defaults filled in; nothing if something they depend on is not valid. */
export function effectiveImages(facts: Facts): readonly AppImage[] | undefined {
    const entries = settled(facts, "images", [...DEFAULT_IMAGES]);
    const appName = settled(facts, "appName", DEFAULT_APP_NAME);
    const registry = settled(facts, "registry", DEFAULT_REGISTRY);
    const owner = settled(facts, "githubOwner", "owner");
    if (
        entries === undefined ||
        appName === undefined ||
        registry === undefined ||
        owner === undefined
    ) {
        return undefined;
    }
    return entries.map((entry) =>
        completed(entry, `${registry}/${owner.toLowerCase()}/${appName}`),
    );
}

function completed(entry: ImageEntry, prefix: string): AppImage {
    return {
        name: entry.name,
        repository: entry.repository ?? `${prefix}-${entry.name}`,
        port: entry.port ?? DEFAULT_PORT,
        context: entry.context ?? `apps/${entry.name}`,
        readinessPath: entry.readinessPath ?? READINESS_PATH,
        livenessPath: entry.livenessPath ?? LIVENESS_PATH,
        ...(entry.strategy === undefined ? {} : { strategy: entry.strategy }),
        ...(entry.tag === undefined ? {} : { tag: entry.tag }),
    };
}
