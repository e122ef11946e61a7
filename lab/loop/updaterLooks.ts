import { z } from "zod";

import { waitFor } from "../wait";
import type { ClusterApi } from "./clusterApi";
import { podLog } from "./podLog";

/** The fields of the updater's log lines that tell whose they are. */
const entry = z.looseObject({
    msg: z.string(),
    imageUpdater_name: z.string(),
    logger: z.string().optional(),
    webhook_repository: z.string().optional(),
    webhook_tag: z.string().optional(),
});

const BEGINS = /^Starting image update cycle/;
const ENDS = /^Processing results/;

export interface LooksWanted {
    /** Namespace of Argo CD and the updater. */
    readonly argoNamespace: string;
    /** ImageUpdater resources: `letsgo-app-dev`. */
    readonly instances: readonly string[];
    /** Looks that began before do not count. */
    readonly since: Date;
}

/**
 * Waits until the updater has looked at the registry for each of the environments, from beginning
 * to end, since a point in time: whatever was in the registry by then has been judged, and what is
 * not committed now will not be.
 */
export async function updaterHasLooked(api: ClusterApi, wanted: LooksWanted): Promise<void> {
    const { argoNamespace, since } = wanted;
    await waitFor(
        async () => {
            const log = await podLog(api, argoNamespace, "argocd-image-updater", since);
            const looks = completeLooks(log, since);
            const missing = wanted.instances.filter((instance) => !looks.has(instance));
            return missing.length === 0
                ? { met: true, value: undefined }
                : { met: false, state: `no look for ${missing.join(", ")}` };
        },
        {
            what: `the updater to have looked since ${since.toISOString()}`,
            deadlineSeconds: 180,
            intervalMilliseconds: 250,
        },
    );
}

/**
 * How many looks began after a point in time and have ended, by ImageUpdater resource.
 *
 * Looks for one resource may overlap: one at a time by the clock, and one for each webhook. So an
 * end belongs to the last beginning of its own occasion.
 *
 * @param log lines of the form `2030-01-31T12:34:56.123456789Z {"msg":…}`
 */
export function completeLooks(log: string, since: Date): ReadonlyMap<string, number> {
    const begun = new Set<string>();
    const complete = new Map<string, number>();
    for (const line of log.split("\n")) {
        const space = line.indexOf(" ");
        const seen = parsed(line.slice(space + 1));
        if (!seen) {
            continue;
        }
        const { imageUpdater_name: instance, logger, webhook_repository, webhook_tag } = seen;
        const occasion = JSON.stringify([instance, logger, webhook_repository, webhook_tag]);
        if (BEGINS.test(seen.msg) && Date.parse(line.slice(0, space)) > since.getTime()) {
            begun.add(occasion);
        } else if (ENDS.test(seen.msg) && begun.delete(occasion)) {
            complete.set(instance, (complete.get(instance) ?? 0) + 1);
        }
    }
    return complete;
}

function parsed(line: string): z.output<typeof entry> | undefined {
    try {
        return entry.safeParse(JSON.parse(line)).data;
    } catch {
        return undefined;
    }
}
