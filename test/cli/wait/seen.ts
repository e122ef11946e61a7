import * as fs from "node:fs";
import * as path from "node:path";

import type { Environment } from "../../../cli/wait/environment";
import { readSeen, type Seen } from "../../../cli/wait/objects";

const FIXTURES = path.join(__dirname, "..", "..", "fixtures", "wait");

/**
 * Environments as a cluster had them with Argo CD 3.4 and Image Updater 1.2, without what `wait` does
 * not look at.
 */
export type Case =
    | "brokenYaml"
    | "crashing"
    | "forbiddenKind"
    | "healthy"
    | "notBuilt"
    | "refusedObject"
    | "unready"
    | "unreadyRolling";

export function seen(name: Case): Seen {
    return readSeen(fs.readFileSync(path.join(FIXTURES, `${name}.json`), "utf8"));
}

export const PROD: Environment = {
    stack: "prod",
    instance: "letsgo-app-prod",
    argoNamespace: "argocd",
    waitingFor: [],
    writeBackPath: "manifests/overlays/production",
};

export const DEV: Environment = {
    ...PROD,
    stack: "dev",
    instance: "letsgo-app-dev",
    waitingFor: [
        "ghcr.io/letsgo/letsgo-app-backend: a tag allowed by dev-…",
        "ghcr.io/letsgo/letsgo-app-frontend: a tag allowed by dev-…",
        "ghcr.io/letsgo/letsgo-app-worker: a tag allowed by dev-…",
    ],
    writeBackPath: "manifests/overlays/development",
};

/** The same, but for one image of the updater's, whose settings are changed. */
export function withUpdates(
    found: Seen,
    alias: string,
    allowTags: string,
    ignoreTags?: string[],
): Seen {
    if (!found.imageUpdater) {
        throw new Error("there is no ImageUpdater");
    }
    const applicationRefs = found.imageUpdater.spec.applicationRefs.map(({ images = [] }) => ({
        images: images.map((one) =>
            one.alias === alias ? { ...one, commonUpdateSettings: { allowTags, ignoreTags } } : one,
        ),
    }));
    return { ...found, imageUpdater: { ...found.imageUpdater, spec: { applicationRefs } } };
}
