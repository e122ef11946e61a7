import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { type LabPaths, labPaths } from "../../../lab/paths";
import type { DownloadTools } from "../../../lab/parts/published";

/** A state root of its own, with a pulumi and a helm that note what they are asked. */
export interface FakeTools {
    readonly paths: LabPaths;
    readonly tools: DownloadTools;
    /** What was asked so far. */
    readonly asked: () => string[];
    /** What both do from now on: a shell script; `$command` is `pulumi` or `helm`. */
    readonly behave: (script: string) => void;
    readonly remove: () => void;
}

/** Does what the real ones would: leaves a plugin, or a chart. */
export const DOWNLOADS = `
if [ "$command" = pulumi ]; then
    folder="$PULUMI_HOME/plugins/resource-$4-v$5"
    mkdir "$folder" && echo "$4" > "$folder/pulumi-resource-$4"
else
    echo "$2" > "$8/$2-$6.tgz"
fi
`;

/** Progress that nobody looks at. */
export const SILENT = { write: () => true };

export function fakeTools(): FakeTools {
    const home = mkdtempSync(path.join(tmpdir(), "parts-"));
    const log = path.join(home, "log");
    const tools = { pulumi: path.join(home, "pulumi"), helm: path.join(home, "helm") };
    return {
        paths: labPaths({ IMAGE_DRIFT_HOME: home }),
        tools,
        asked: () => (existsSync(log) ? readFileSync(log, "utf8").trim().split("\n").sort() : []),
        behave: (script) => {
            for (const [command, file] of Object.entries(tools)) {
                const note = `command=${command}\necho "$command $*" >> "${log}"\n`;
                writeFileSync(file, `#!/bin/sh\n${note}${script}`);
                chmodSync(file, 0o755);
            }
        },
        remove: () => {
            rmSync(home, { recursive: true });
        },
    };
}
