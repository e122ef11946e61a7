import type { Numbered, RequestEntry } from "../../github/journal";

/** Requests of one command, by what they are about; those that a fault has spoilt are left out. */
export interface CallCounts {
    /** Commits made for a file each. */
    readonly fileWrites: number;
    readonly fileReads: number;
    readonly commitReads: number;
    readonly otherWrites: number;
    readonly otherReads: number;
}

export function countCalls(requests: readonly Numbered<RequestEntry>[]): CallCounts {
    const real = requests.filter(({ fault }) => fault === undefined);
    const count = (matches: (entry: RequestEntry) => boolean) => real.filter(matches).length;
    const isFile = ({ path }: RequestEntry) => /^\/repos\/[^/]+\/[^/]+\/contents\//.test(path);
    const isCommit = ({ path }: RequestEntry) => /^\/repos\/[^/]+\/[^/]+\/commits/.test(path);
    const isOther = (entry: RequestEntry) => !isFile(entry) && !isCommit(entry);
    return {
        fileWrites: count((entry) => isFile(entry) && entry.write),
        fileReads: count((entry) => isFile(entry) && !entry.write),
        commitReads: count(isCommit),
        otherWrites: count((entry) => isOther(entry) && entry.write),
        otherReads: count((entry) => isOther(entry) && !entry.write),
    };
}

/** Which of the counts are above their bounds, for messages. */
export function above(counts: CallCounts, bounds: CallCounts): string[] {
    return (Object.keys(bounds) as (keyof CallCounts)[])
        .filter((kind) => counts[kind] > bounds[kind])
        .map((kind) => `${counts[kind]} ${kind}, at most ${bounds[kind]}`);
}
