import { z } from "zod";

/** The fields of the updater's log lines that tell what went wrong with what. */
const entry = z.object({
    level: z.string(),
    msg: z.string(),
    imageUpdater_name: z.string(),
    image_alias: z.string().optional(),
});

const CYCLE_BEGINS = /^Starting image update cycle/;

/**
 * What went wrong in the updater's last round for an environment, each once: the resource's
 * conditions have no more than their number.
 *
 * @param log the updater's last lines, in JSON
 * @param instance name of the ImageUpdater resource
 * @returns `backend: Could not get tags from registry: unauthorized: authentication required`
 */
export function updaterErrors(log: string, instance: string): string[] {
    const own = log.split("\n").flatMap((line) => {
        const parsed = entry.safeParse(fromJson(line)).data;
        return parsed?.imageUpdater_name === instance ? [parsed] : [];
    });
    const begun = own.findLastIndex(({ msg }) => CYCLE_BEGINS.test(msg));
    const errors = own
        .slice(begun + 1)
        .filter(({ level }) => level === "error")
        .map(({ image_alias, msg }) => [image_alias, msg].filter(Boolean).join(": "));
    return [...new Set(errors)];
}

/** Whether the registry has not let the updater list an image's tags. */
export function isRefusal(error: string): boolean {
    return /get tags from registry.*(unauthorized|denied|forbidden|40[13])/i.test(error);
}

/** Whether a tag was picked, and could not be written to Git. */
export function isWriteError(error: string): boolean {
    return error.startsWith("Could not update application spec");
}

function fromJson(line: string): unknown {
    try {
        return JSON.parse(line);
    } catch {
        return undefined;
    }
}
