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
const CHOOSES = /^Setting new image to (\S+)/;
const COMMITTED = /^Successfully updated the live application spec/;

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
    for (const { at, msg, instance, occasion } of lines(log)) {
        if (BEGINS.test(msg) && at > since.getTime()) {
            begun.add(occasion);
        } else if (ENDS.test(msg) && begun.delete(occasion)) {
            complete.set(instance, (complete.get(instance) ?? 0) + 1);
        }
    }
    return complete;
}

/** A tag that the updater has committed. */
export interface CommittedTag {
    /** ImageUpdater resource. */
    readonly instance: string;
    /** `ghcr.io/letsgo/letsgo-app-backend:v1.2.3` */
    readonly reference: string;
    /** Tag that the registry's event named which began the look; absent if the clock began it. */
    readonly event?: string;
}

/**
 * What the updater has committed, in that order, and what made it look. A look whose push was
 * rejected has committed nothing.
 */
export function committedTags(log: string): CommittedTag[] {
    const chosen = new Map<string, string[]>();
    const committed: CommittedTag[] = [];
    for (const { msg, instance, occasion, event } of lines(log)) {
        const reference = CHOOSES.exec(msg)?.[1];
        if (reference !== undefined) {
            chosen.set(occasion, [...(chosen.get(occasion) ?? []), reference]);
        } else if (COMMITTED.test(msg)) {
            const references = chosen.get(occasion) ?? [];
            committed.push(
                ...references.map((one) => ({
                    instance,
                    reference: one,
                    ...(event !== undefined && { event }),
                })),
            );
        }
        if (BEGINS.test(msg) || ENDS.test(msg)) {
            chosen.delete(occasion);
        }
    }
    return committed;
}

interface Line {
    /** In milliseconds since the epoch. */
    readonly at: number;
    readonly msg: string;
    readonly instance: string;
    /** What made the updater look, with whom it looked for: the same in all lines of a look. */
    readonly occasion: string;
    readonly event: string | undefined;
}

function lines(log: string): Line[] {
    return log.split("\n").flatMap((line) => {
        const space = line.indexOf(" ");
        const seen = parsed(line.slice(space + 1));
        if (!seen) {
            return [];
        }
        const { msg, imageUpdater_name: instance, logger, webhook_repository, webhook_tag } = seen;
        const occasion = JSON.stringify([instance, logger, webhook_repository, webhook_tag]);
        const at = Date.parse(line.slice(0, space));
        return [{ at, msg, instance, occasion, event: webhook_tag }];
    });
}

function parsed(line: string): z.output<typeof entry> | undefined {
    try {
        return entry.safeParse(JSON.parse(line)).data;
    } catch {
        return undefined;
    }
}
