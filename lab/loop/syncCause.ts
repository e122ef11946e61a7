/** How Argo CD came to begin the sync of a commit. */
export interface SyncCause {
    /** When the sync began, in milliseconds since the epoch. */
    readonly at: number;
    /** Why it looked: `normal refresh requested`, by a webhook or a person; or `comparison expired…`. */
    readonly because: string;
}

const LOOKS = /Refreshing app status \(([^)]*)\)/;

/**
 * What the application controller says of the sync of a commit that it began by itself; undefined if
 * it began none.
 *
 * @param log lines of the form `2030-01-31T12:34:56.123456789Z {"application":…}`
 */
export function syncCause(log: string, instance: string, revision: string): SyncCause | undefined {
    const application = `"application":"${instance}"`;
    let because = "nothing";
    for (const line of log.split("\n").filter((one) => one.includes(application))) {
        because = LOOKS.exec(line)?.[1] ?? because;
        if (line.includes(`Initiated automated sync to '${revision}'`)) {
            return { at: Date.parse(line.slice(0, line.indexOf(" "))), because };
        }
    }
    return undefined;
}
