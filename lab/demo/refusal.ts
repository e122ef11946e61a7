import type { LabStack } from "../engine/labStack";

/** The engine's reason: it names the mark of the stack that is in the way. */
const REASON = /error: (resource "\S+::used-by-\S+" cannot be deleted.*?)\.?$/m;

/**
 * Tries to destroy a stack that others use.
 *
 * @returns the engine's reason, in a line
 * @throws if the engine does it, or refuses for another reason
 */
export async function refusal(stack: LabStack): Promise<string> {
    const said = await stack.destroy().then(
        () => {
            throw new Error(`${stack.name} was destroyed, although others use it`);
        },
        (error: unknown) => String(error),
    );
    const reason = REASON.exec(said)?.[1];
    if (reason === undefined) {
        throw new Error(`${stack.name} was not refused because others use it, but:\n${said}`);
    }
    return reason;
}
