import * as pulumi from "@pulumi/pulumi";

/**
 * Runs the program. Errors whose stack is not shown lose it: before the engine tells any error, it
 * has Node colour its stack, and Node 20 takes ten seconds for the engine's own frames, which end
 * nowhere (a file directly below a package's scope).
 *
 * @throws what the program does
 */
export async function toldShortly<T>(program: () => Promise<T>): Promise<T> {
    try {
        return await program();
    } catch (error) {
        if (
            error instanceof pulumi.RunError ||
            (error instanceof pulumi.ResourceError && error.hideStack)
        ) {
            error.stack = undefined;
        }
        throw error;
    }
}
