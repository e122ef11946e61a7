import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";

import { PackedApp } from "../../images/packedApp";
import type { AppName, Scene } from "./scene";

const READY = 'respond(w, http.StatusOK, map[string]any{"status": "ready"})';
const NOT_READY = 'respond(w, http.StatusServiceUnavailable, map[string]any{"status": "broken"})';

/** Compiles a change of an application that starts, and never says that it is ready. */
export async function packUnready(scene: Scene, app: AppName): Promise<PackedApp> {
    const directory = await fs.mkdtemp(path.join(os.tmpdir(), "image-drift-bad-"));
    try {
        await fs.cp(path.join(scene.copy.directory, "apps", app), directory, { recursive: true });
        const file = path.join(directory, "main.go");
        const text = await fs.readFile(file, "utf8");
        if (!text.includes(READY)) {
            throw new Error(`apps/${app}/main.go has no answer to be broken`);
        }
        await fs.writeFile(file, text.replace(READY, NOT_READY));
        return await PackedApp.pack(scene.lab.paths, {
            sourceDirectory: directory,
            buildId: "never-ready",
        });
    } finally {
        await fs.rm(directory, { recursive: true });
    }
}
