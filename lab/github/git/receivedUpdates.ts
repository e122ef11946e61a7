/** Follows a push through git's own hooks: what rules forbid is refused, what was moved is noted. */
import { randomUUID } from "node:crypto";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { RefUpdate } from "../journal";
import type { Ban } from "../rules";

const updates = "STAND_IN_UPDATES";
const bans = "STAND_IN_BANS";

/** Notes the refs that were moved. */
const postReceive = `#!/bin/sh
[ -z "$${updates}" ] || cat >> "$${updates}"
`;

/** Refuses a push as a whole if it does to a ref what is forbidden: "deed ref message" a line. */
const preReceive = `#!/bin/sh
[ -n "$${bans}" ] || exit 0
refused=0
while read -r before after ref; do
    case $after in *[!0]*) deeds=change ;; *) deeds=deletion ;; esac
    case $before$deeds in
    *[!0]*change) git merge-base --is-ancestor "$before" "$after" || deeds="change force" ;;
    esac
    for deed in $deeds; do
        said=$(printf '%s\\n' "$${bans}" | awk -v start="$deed $ref " \\
            'index($0, start) == 1 { print "- " substr($0, length(start) + 1) }')
        [ -n "$said" ] || continue
        refused=1
        printf 'error: GH013: Repository rule violations found for %s.\\n\\n%s\\n' "$ref" "$said" >&2
        printf 'refused %s\\n' "$said" | tr '\\n' ' ' >> "$${updates}"
        echo >> "$${updates}"
    done
done
exit $refused
`;

/** Makes the directory with the hooks that all bare repositories share. */
export async function writeHooks(directory: string): Promise<void> {
    await fs.mkdir(directory, { recursive: true });
    const hooks = { "pre-receive": preReceive, "post-receive": postReceive };
    for (const [name, script] of Object.entries(hooks)) {
        await fs.writeFile(path.join(directory, name), script, { mode: 0o755 });
    }
}

/** What became of a push. */
export interface Outcome {
    /** The refs that were moved. */
    readonly updates: RefUpdate[];
    /** Why a rule refused it, if one did. */
    readonly refusal?: string;
}

/** One push: give `environment` to git, then ask for the outcome. */
export class ReceivedUpdates {
    private readonly file = path.join(os.tmpdir(), `stand-in-${randomUUID()}`);
    readonly environment: Readonly<Record<string, string>>;

    /** @param forbidden what the pushing actor must not do */
    constructor(forbidden: readonly Ban[]) {
        const lines = forbidden.map(({ deed, ref, message }) => `${deed} ${ref} ${message}`);
        this.environment = { [updates]: this.file, [bans]: lines.join("\n") };
    }

    /** What came of it; to be called once, when git has ended. */
    async take(): Promise<Outcome> {
        const text = await fs.readFile(this.file, "utf8").catch(() => "");
        await fs.rm(this.file, { force: true });
        const lines = text.split("\n").filter((line) => line !== "");
        const [refusal] = lines.filter((line) => line.startsWith("refused "));
        if (refusal !== undefined) {
            return { updates: [], refusal: refusal.replace(/^refused -? ?/, "").trim() };
        }
        return {
            updates: lines.map((line) => {
                const [before = "", after = "", ref = ""] = line.split(" ");
                return { ref, before, after };
            }),
        };
    }
}
