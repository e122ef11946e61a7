import * as fs from "node:fs/promises";
import * as path from "node:path";

import type { Lab } from "./lab";

/**
 * Edits `stacks/dev.ts` of the lab's copy of the program, as its owner would: more replicas of both
 * applications, and no volume, which pods cannot share. Takes effect with the next `up`.
 */
export async function setReplicasOfDev(lab: Lab, replicas: number): Promise<void> {
    const file = path.join(lab.program, "stacks", "dev.ts");
    const text = await fs.readFile(file, "utf8");
    const changed = text
        .replace(/\breplicas: \d+,/, `replicas: ${replicas},`)
        .replace(/ *storage: \{.*\},\n/, "");
    if (!changed.includes(`replicas: ${replicas},`) || changed.includes("storage:")) {
        throw new Error(`${file} does not say replicas and storage in the form that was expected`);
    }
    await fs.writeFile(file, changed);
}
