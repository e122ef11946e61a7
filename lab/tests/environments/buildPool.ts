import { randomBytes } from "node:crypto";
import * as path from "node:path";

import { PackedApp } from "../../images/packedApp";
import { type AppName, APPS, type Scene } from "./scene";

/** A compiled application, and what it answers as its build. */
export interface PoolBuild {
    readonly buildId: string;
    readonly app: PackedApp;
}

/**
 * Enough builds to tell from a late answer of one build before the last: compiling takes the
 * processor from pods that are asked meanwhile, so builds are made before, and used again.
 */
const BUILDS = 3;

/** Compiled builds of all applications, to be rolled out one after the other, round and round. */
export class BuildPool {
    private readonly builds = new Map<AppName, PoolBuild[]>(APPS.map((name) => [name, []]));

    /** Compiles what the pool lacks. */
    async fill(scene: Scene): Promise<void> {
        for (const [name, builds] of this.builds) {
            while (builds.length < BUILDS) {
                builds.push(await compile(scene, name));
            }
        }
    }

    /** The build to follow the one that runs, which may be another one than the pool's. */
    after(name: AppName, running: string): PoolBuild {
        const builds = this.builds.get(name) ?? [];
        const index = builds.findIndex(({ buildId }) => buildId === running);
        const next = builds[(index + 1) % builds.length];
        if (!next) {
            throw new Error(`there are no builds of ${name}`);
        }
        return next;
    }

    /** Removes what was compiled. What was pushed stays in the registry. */
    remove(): void {
        for (const { app } of [...this.builds.values()].flat()) {
            app.remove();
        }
    }
}

async function compile({ lab, copy }: Scene, name: AppName): Promise<PoolBuild> {
    const buildId = randomBytes(8).toString("hex");
    const sourceDirectory = path.join(copy.directory, "apps", name);
    return { buildId, app: await PackedApp.pack(lab.paths, { sourceDirectory, buildId }) };
}
