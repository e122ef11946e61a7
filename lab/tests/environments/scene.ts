import type { LabStack } from "../../engine/labStack";
import type { Watched } from "../../loop/hops";
import type { Lab } from "../../loop/lab";
import type { WorkingCopy } from "../../loop/workingCopy";
import type { Snapshot } from "../support/snapshot";

/** Environments of the story, and the overlay of each. */
export const OVERLAYS = {
    dev: "development",
    staging: "staging",
    prod: "production",
} as const;

export type StackName = keyof typeof OVERLAYS;

/**
 * What the steps of the story share: one lab with dev, staging and prod on one Argo CD. Filled by
 * the story's first steps; a property that is read before throws.
 */
export interface Scene {
    readonly lab: Lab;
    readonly stacks: Readonly<Record<StackName, LabStack>>;
    readonly watched: Readonly<Record<StackName, Watched>>;
    /** A developer's clone, with the sources of the applications. */
    readonly copy: WorkingCopy;
    /** Everything there was before the first `up`. */
    readonly nothing: Snapshot;
}
