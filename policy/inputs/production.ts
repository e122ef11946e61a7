import type { PolicyConfigSchema } from "@pulumi/policy";

import type { ManifestFile } from "./manifests";

/** What counts as production. */
export interface Production {
    /** Names of stacks. */
    readonly stacks: readonly string[];
    /** Folders below `manifests/overlays`, whichever stack writes them. */
    readonly overlays: readonly string[];
}

export const PRODUCTION: Production = { stacks: ["prod"], overlays: ["production"] };

/** Configuration of every rule that is about production only. */
export const PRODUCTION_SCHEMA = {
    stacks: {
        type: "array",
        items: { type: "string" },
        default: [...PRODUCTION.stacks],
        description: "Stacks that are production.",
    },
    overlays: {
        type: "array",
        items: { type: "string" },
        default: [...PRODUCTION.overlays],
        description: "Overlays that are production, whichever stack writes them.",
    },
} satisfies PolicyConfigSchema["properties"];

/** Whether what the file says reaches production. */
export function isOfProduction(file: ManifestFile, production: Production): boolean {
    return file.overlay !== undefined && production.overlays.includes(file.overlay);
}
