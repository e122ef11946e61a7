/**
 * What docs/recovery.md adds to `cancel` and `up --refresh` where those end in an error: let the
 * provider take objects over, or uninstall what Helm has begun.
 */
export type Exception = "take over" | "uninstall";

const MESSAGES: readonly (readonly [RegExp, Exception])[] = [
    [/The resource already exists in the cluster/, "take over"],
    [/cannot re-use a name that is still in use/, "uninstall"],
];

/** Exceptions that a message of the engine calls for. */
export function exceptionsFor(message: string): Exception[] {
    return MESSAGES.filter(([pattern]) => pattern.test(message)).map(([, exception]) => exception);
}
