import { randomBytes } from "node:crypto";
import * as path from "node:path";

import { PackedApp } from "../../images/packedApp";
import { awaitTags, FIRST_RELEASE, looked, moved, type Moves, pushTag, tagsNow } from "./overlays";
import { awaitRunning } from "./running";
import { type AppName, APPS, type Scene } from "./scene";

/** Compiles the applications of a clone, to be pushed under further tags. */
export async function packApps({ lab, copy }: Pick<Scene, "lab" | "copy">): Promise<Scene["apps"]> {
    const pack = (app: AppName) =>
        PackedApp.pack(lab.paths, {
            sourceDirectory: path.join(copy.directory, "apps", app),
            buildId: randomBytes(8).toString("hex"),
        });
    const [backend, frontend] = await Promise.all([pack("backend"), pack("frontend")]);
    return { backend, frontend };
}

/** Pushes the first build for dev and the first release for the others, and waits until all run. */
export async function pushFirstImages(scene: Scene): Promise<void> {
    const build = await scene.copy.buildTag();
    let tags = await tagsNow(scene);
    const push = async (app: AppName, tag: string, moves: Moves) => {
        const since = new Date();
        await pushTag(scene, app, tag);
        tags = moved(tags, moves);
        await awaitTags(scene, tags);
        // One event at a time: writers that meet on the branch lose, until the next look.
        await looked(scene, since);
    };
    for (const app of APPS) {
        const release = { [app]: FIRST_RELEASE };
        await push(app, build, { dev: { [app]: build } });
        await push(app, FIRST_RELEASE, { staging: release, prod: release });
    }
    await awaitRunning(scene);
}
