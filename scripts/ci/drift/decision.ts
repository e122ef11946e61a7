/** What is to be done with the issues about a stack. */
import { fingerprint, fingerprintIn, marker } from "./issue";
import type { Difference } from "./differences";

/** An issue with the label, as far as it matters. */
export interface KnownIssue {
    readonly number: number;
    readonly body: string;
    readonly state: "open" | "closed";
    /** `not_planned`: somebody knows, and leaves it so. */
    readonly stateReason?: string;
    /** ISO 8601. */
    readonly closedAt?: string;
}

export type Decision =
    | { readonly action: "none"; readonly because: string }
    | { readonly action: "open" }
    | { readonly action: "update"; readonly number: number; readonly changed: boolean }
    | { readonly action: "reopen"; readonly number: number }
    | { readonly action: "close"; readonly number: number };

/** What comes back sooner is the same story, and reopens its issue. */
const SAME_STORY_DAYS = 7;

/**
 * One issue a stack: what differs updates the open one, reopens the last one, or opens a new one;
 * when nothing differs the open one is closed.
 *
 * @param issues of any stack
 */
export function decide(
    stack: string,
    differences: readonly Difference[],
    issues: readonly KnownIssue[],
    now: Date,
): Decision {
    const own = issues.filter(({ body }) => body.split(/\r?\n/)[0] === marker(stack));
    const open = own
        .filter(({ state }) => state === "open")
        .sort((a, b) => a.number - b.number)
        .at(0);
    if (differences.length === 0) {
        return open === undefined
            ? { action: "none", because: "nothing differs" }
            : { action: "close", number: open.number };
    }
    const seen = fingerprint(differences);
    if (open !== undefined) {
        const changed = fingerprintIn(open.body) !== seen;
        return { action: "update", number: open.number, changed };
    }
    const last = own.sort((a, b) => (b.closedAt ?? "").localeCompare(a.closedAt ?? "")).at(0);
    if (last === undefined) {
        return { action: "open" };
    }
    const same = fingerprintIn(last.body) === seen;
    if (last.stateReason === "not_planned") {
        return same
            ? { action: "none", because: `#${last.number} was closed as not planned` }
            : { action: "open" };
    }
    const days = (now.getTime() - Date.parse(last.closedAt ?? "")) / 86_400_000;
    return same || days < SAME_STORY_DAYS
        ? { action: "reopen", number: last.number }
        : { action: "open" };
}
