import type { Severity } from "../../protocol/engineLog";
import type { Properties } from "../../protocol/values";
import type { ObjectKind } from "../kinds";

/** What a readiness check looks at. */
export interface View {
    /** The object waited for, as last seen; undefined when it was deleted. */
    readonly object: Properties | undefined;
    /** The object as the API server answered to the create or update. */
    readonly applied: Properties;
    /** Whether it existed before. */
    readonly isUpdate: boolean;
    /** Objects of a related kind in the same namespace. */
    related(kind: ObjectKind): readonly Properties[];
    /** Milliseconds since the last change of a related kind; infinite when nobody is waiting. */
    quiet(kind: ObjectKind): number;
    /** Whether anything of a related kind was ever seen. */
    seen(kind: ObjectKind): boolean;
    /** Milliseconds since the wait began; infinite when nobody is waiting. */
    readonly elapsed: number;
}

export interface Verdict {
    readonly ready: boolean;
    /** Waiting longer will not help. */
    readonly failed?: boolean;
    readonly status?: string;
    readonly severity?: Severity;
    /** What keeps the object from being ready, one sentence each. */
    readonly problems: readonly string[];
    /** When to look again though nothing changed, in milliseconds. */
    readonly again?: number;
}

/** How objects of one kind become ready. */
export interface Readiness {
    /** Kinds in the same namespace whose changes matter. */
    readonly related: readonly ObjectKind[];
    /** Whether refresh checks it too. */
    readonly onRead: boolean;
    /** How long to wait at most, in seconds, whatever the resource's timeouts are. */
    readonly timeoutSeconds?: number;
    check(view: View): Verdict;
}

export const ready = (status?: string): Verdict => ({
    ready: true,
    problems: [],
    ...(status !== undefined && { status }),
});
