import type { Properties } from "../../protocol/values";

/** The object is there, but not in the state that was waited for. */
export class AwaitError extends Error {
    constructor(
        message: string,
        /** The object as last seen. */
        readonly object: Properties,
        /** What is wrong with it, one sentence each. */
        readonly problems: readonly string[] = [],
    ) {
        super(message);
    }
}
