import type { LabStack } from "../../engine/labStack";
import type { PackedApp } from "../../images/packedApp";
import type { Watched } from "../../loop/hops";
import type { Lab } from "../../loop/lab";
import type { WorkingCopy } from "../../loop/workingCopy";
import type { Snapshot } from "../support/snapshot";

/** Environments, and the overlay of each. */
export const OVERLAYS = {
    dev: "development",
    staging: "staging",
    prod: "production",
} as const;

export type StackName = keyof typeof OVERLAYS;

/** Applications of the sample: Deployments, and last parts of the images' names. */
export const APPS = ["backend", "frontend"] as const;

export type AppName = (typeof APPS)[number];

/**
 * What the steps of a story share: one lab with some environments on one Argo CD, dev always among
 * them. Filled by the story's first steps; a property that is read before throws.
 */
export interface Scene {
    readonly lab: Lab;
    /** Of the environments that the story has, as all that is by environment. */
    readonly stacks: Readonly<Record<StackName, LabStack>>;
    readonly watched: Readonly<Record<StackName, Watched>>;
    /** A developer's clone, with the sources of the applications. */
    readonly copy: WorkingCopy;
    /** Compiled applications, to be pushed under further tags. */
    readonly apps: Readonly<Record<AppName, PackedApp>>;
    /** Everything there was before the first `up`. */
    readonly nothing: Snapshot;
}

/** Parts of a scene. */
export type SceneParts = Partial<
    Omit<Scene, "stacks" | "watched"> & {
        readonly stacks: Partial<Scene["stacks"]>;
        readonly watched: Partial<Scene["watched"]>;
    }
>;

/** The environments that the story has, the one that installs first. */
export function stacksOf(scene: Scene): StackName[] {
    return (Object.keys(OVERLAYS) as StackName[]).filter((stack) => stack in scene.watched);
}

/** A scene with nothing in it yet. */
export class SceneToFill {
    private readonly known = new Map<string, unknown>();

    readonly scene: Scene;

    constructor() {
        const { known } = this;
        const property = (name: keyof Scene) => ({
            enumerable: true,
            get: () => {
                if (!known.has(name)) {
                    throw new Error(`the story has not come to its "${name}" yet`);
                }
                return known.get(name);
            },
        });
        this.scene = Object.defineProperties({} as Scene, {
            lab: property("lab"),
            stacks: property("stacks"),
            watched: property("watched"),
            copy: property("copy"),
            apps: property("apps"),
            nothing: property("nothing"),
        });
    }

    /** Makes parts known. */
    fill(parts: SceneParts): void {
        for (const [name, value] of Object.entries(parts)) {
            this.known.set(name, value);
        }
    }

    /** Whether that part is known. */
    has(name: keyof Scene): boolean {
        return this.known.has(name);
    }
}
