import * as fs from "node:fs";
import * as path from "node:path";

import { run } from "../processes/run";
import type { BuildStage } from "./buildStage";

export interface StageRun {
    readonly stage: BuildStage;
    /** What `COPY . .` copies. */
    readonly sourceDirectory: string;
    /** An empty folder: the stage's root, and afterwards what its commands have made. */
    readonly root: string;
    /** Build arguments; those that the stage does not declare are passed over. */
    readonly args: Readonly<Record<string, string>>;
    readonly signal?: AbortSignal;
}

/**
 * Mounts what the machine has below the stage's root, read only but for Go's caches, and runs a
 * command there. The mounts are in a namespace of their own and go with the command, so that what
 * it writes at `/` is all that stays.
 */
const IN_STAGE = `set -eu
stage="$1" directory="$2" command="$3"; shift 3
top="/$(echo "$directory" | cut -d / -f 2)"
for entry in /*; do
    if [ "$entry" = "$top" ] || [ "$entry" = /tmp ] || [ -e "$stage$entry" ]; then continue; fi
    if [ -L "$entry" ]; then
        cp -P "$entry" "$stage$entry"
    elif [ -d "$entry" ]; then
        mkdir "$stage$entry"
        mount --rbind "$entry" "$stage$entry"
        case "$entry" in /dev|/proc|/sys) ;; *) mount -o remount,bind,ro "$stage$entry" ;; esac
    fi
done
for cache in "$@"; do mount --bind "$cache" "$stage$cache"; done
exec chroot "$stage" sh -c 'cd "$1" && exec sh -c "$2"' sh "$directory" "$command"
`;

/** Runs the commands of a stage, as root, on the machine's own Go. */
export async function runStage({ stage, sourceDirectory, root, args, signal }: StageRun) {
    const work = path.join(root, stage.workingDirectory);
    fs.mkdirSync(work, { recursive: true });
    fs.mkdirSync(path.join(root, "tmp"));
    fs.cpSync(sourceDirectory, work, { recursive: true });
    const { stdout } = await run("go", ["env", "GOCACHE", "GOMODCACHE"], { signal });
    const caches = stdout.trim().split("\n");
    caches.forEach((cache) => fs.mkdirSync(cache, { recursive: true }));
    const declared = Object.fromEntries(
        Object.entries(stage.args).map(([name, value]) => [name, args[name] ?? value]),
    );
    for (const command of stage.commands) {
        const script = ["sh", "-c", IN_STAGE, "sh", root, stage.workingDirectory, command];
        await run("unshare", ["--mount", "--propagation", "private", ...script, ...caches], {
            env: {
                ...process.env,
                GOFLAGS: "",
                GOWORK: "off",
                ...declared,
            },
            signal,
            shown: ["RUN", command],
        });
    }
}
