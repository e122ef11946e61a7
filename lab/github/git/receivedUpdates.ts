/** Finds out which refs a push moved: git's own post-receive hook writes them to a file per push. */
import { randomUUID } from "node:crypto";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { RefUpdate } from "../journal";

const variable = "STAND_IN_UPDATES";

/** Makes the directory with the hook that all bare repositories share. */
export async function writeHooks(directory: string): Promise<void> {
    await fs.mkdir(directory, { recursive: true });
    const script = `#!/bin/sh\n[ -z "$${variable}" ] || cat >> "$${variable}"\n`;
    await fs.writeFile(path.join(directory, "post-receive"), script, { mode: 0o755 });
}

/** One push: give `environment` to git, then ask for the updates. */
export class ReceivedUpdates {
    private readonly file = path.join(os.tmpdir(), `stand-in-${randomUUID()}`);
    readonly environment = { [variable]: this.file };

    /** The refs that were moved; to be called once, when git has ended. */
    async take(): Promise<RefUpdate[]> {
        const text = await fs.readFile(this.file, "utf8").catch(() => "");
        await fs.rm(this.file, { force: true });
        return text
            .split("\n")
            .filter((line) => line !== "")
            .map((line) => {
                const [before = "", after = "", ref = ""] = line.split(" ");
                return { ref, before, after };
            });
    }
}
