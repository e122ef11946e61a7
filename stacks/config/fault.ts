import type { z } from "zod";

/** One fault at one place within a key. */
export interface Fault {
    readonly path: readonly PropertyKey[];
    readonly reason: string;
    /** It is the last part of the path that is wrong, not what stands there. */
    readonly isName?: true;
    /** Whatever stands there, nothing may. */
    readonly isExcess?: true;
    /** How many entries the list there may have, if it has more. */
    readonly most?: number;
}

/** What a schema's own check says where the value has to go: no other would do. */
export const EXCESS = { isExcess: true } as const;

const NO_FIELD = "is no field of it";

/** The faults of one issue: zod tells all unknown fields of an object at once. */
export function faultsOf(issue: z.core.$ZodIssue): Fault[] {
    const { path, message: reason } = issue;
    switch (issue.code) {
        case "unrecognized_keys":
            return issue.keys.map((field) => ({
                path: [...path, field],
                reason: NO_FIELD,
                isName: true,
            }));
        case "invalid_key":
            return issue.issues.map(({ message }) => ({ path, reason: message, isName: true }));
        case "too_big":
            return [
                { path, reason, ...(issue.origin === "array" && { most: Number(issue.maximum) }) },
            ];
        case "custom":
            return [{ path, reason, ...(issue.params?.["isExcess"] === true && EXCESS) }];
        default:
            return [{ path, reason }];
    }
}
