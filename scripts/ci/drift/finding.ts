/** What a look at a stack has come to, and when it is not to be believed. */
import type { Operation } from "../operations";
import { type Difference, differencesIn } from "./differences";
import type { Look } from "./preview";

/** What is asked; each time anew. */
export interface Sources {
    /** Operations on the stack, newest first. */
    readonly operations: () => Promise<readonly Operation[]>;
    /** How many resources the stack has, without itself and its providers. */
    readonly resources: () => Promise<number>;
    readonly look: () => Promise<Look>;
}

export type Finding =
    /** It has no resources: destroyed, or never deployed. */
    | { readonly is: "empty"; readonly printed: "" }
    /** Somebody has worked on it meanwhile: what was seen is neither before nor after. */
    | { readonly is: "overtaken"; readonly printed: string }
    | {
          readonly is: "seen";
          readonly differences: readonly Difference[];
          readonly printed: string;
      };

/**
 * Holds a stack against reality.
 *
 * The state says whether there is anything to hold: a destroy of a few resources only, or one that
 * has failed, leaves a stack that is not as it was deployed.
 *
 * @throws Error with the engine's reasons if it could not look
 */
export async function findingOf({ operations, resources, look }: Sources): Promise<Finding> {
    const before = newest(await operations());
    if ((await resources()) === 0) {
        return { is: "empty", printed: "" };
    }
    const { events, printed } = await look();
    return newest(await operations()) === before
        ? { is: "seen", differences: differencesIn(events), printed }
        : { is: "overtaken", printed };
}

/** One that has ended meanwhile is another one. */
function newest([last]: readonly Operation[]): string {
    return last === undefined ? "" : `${last.kind} ${last.startTime} ${last.result}`;
}
