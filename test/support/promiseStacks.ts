import { createRequire } from "node:module";

/** The part of the SDK that keeps track of promises; it has no types. */
interface PromiseTracking {
    debuggablePromise?: (promise: Promise<unknown>, context: unknown) => Promise<unknown>;
}

let dropped = false;

/**
 * Spares the SDK the stack of each promise it makes: formatting them, through source maps, is most
 * of what a program under mocks costs, and nothing reads them unless PULUMI_DEBUG_PROMISE_LEAKS is
 * set. Promises that leak are still told of.
 */
export function dropPromiseStacks(): void {
    // Not imported: an import is a copy of what the SDK's own modules call.
    const sdk = createRequire(__filename)("@pulumi/pulumi/runtime/debuggable") as PromiseTracking;
    const follow = sdk.debuggablePromise;
    if (dropped || follow === undefined || process.env.PULUMI_DEBUG_PROMISE_LEAKS) {
        return;
    }
    dropped = true;
    sdk.debuggablePromise = (promise, context) => {
        const usual = Error.stackTraceLimit;
        Error.stackTraceLimit = 0;
        try {
            return follow(promise, context);
        } finally {
            Error.stackTraceLimit = usual;
        }
    };
}
