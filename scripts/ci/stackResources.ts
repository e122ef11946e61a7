import { z } from "zod";

import { run } from "../../cli/wait/run";

const exported = z.object({
    deployment: z.object({
        resources: z
            .array(
                z.object({
                    urn: z.string(),
                    type: z.string(),
                    protect: z.boolean().optional(),
                }),
            )
            .default([]),
    }),
});

/** A resource as the state has it. */
export interface StateResource {
    /** Its name in the program. */
    readonly name: string;
    readonly type: string;
    readonly isProtected: boolean;
}

/** All that a stack's state has. Nothing is decrypted. */
export async function stackResources(stack: string): Promise<StateResource[]> {
    const printed = await run("pulumi", ["stack", "export", "--stack", stack, "--non-interactive"]);
    return exported
        .parse(JSON.parse(printed))
        .deployment.resources.map(({ urn, type, protect }) => ({
            name: nameOf(urn),
            type,
            isProtected: protect === true,
        }));
}

/**
 * What of it was made: not the stack itself and its providers. Nothing before the first `up` and
 * after a destroy.
 */
export function madeAmong(resources: readonly StateResource[]): StateResource[] {
    return resources.filter(({ type }) => !type.startsWith("pulumi:"));
}

/** `urn:pulumi:dev::project::a:b:C$d:e:F::name` → `name` */
function nameOf(urn: string): string {
    return urn.split("::").slice(3).join("::");
}
