import assert from "node:assert/strict";

import { z } from "zod";

import type { LabStack, OperationOptions } from "../../engine/labStack";
import { type Exception, exceptionsFor } from "../../engine/recovery";

export type Events = Pick<OperationOptions, "onEvent">;

/** An error of the engine that is about one resource. */
export interface Refusal {
    readonly urn: string;
    readonly message: string;
}

/** One recovery from a kill, as docs/recovery.md has it. */
export interface Recovery {
    readonly exceptions: readonly Exception[];
    /** What called for the exceptions. */
    readonly refusals: readonly Refusal[];
}

/**
 * Tries the plain recovery first, then with the exceptions its errors call for: those of resources
 * that the state does not know.
 *
 * @throws what the recovery does, if it calls for nothing new
 */
export async function recovering(
    stack: LabStack,
    attempt = (options: Events, called: ReadonlySet<Exception>): Promise<unknown> =>
        stack.resume(options, called),
): Promise<Recovery> {
    const exceptions = new Set<Exception>();
    const refusals: Refusal[] = [];
    for (;;) {
        const seen: Refusal[] = [];
        const onEvent: Events["onEvent"] = ({ diagnosticEvent }) => {
            if (diagnosticEvent?.severity === "error" && diagnosticEvent.urn) {
                seen.push({ urn: diagnosticEvent.urn, message: diagnosticEvent.message });
            }
        };
        try {
            await attempt({ onEvent }, exceptions);
            return { exceptions: [...exceptions], refusals };
        } catch (error) {
            const named = seen.filter(({ message }) => exceptionsFor(message).length > 0);
            const wanted = named.flatMap(({ message }) => exceptionsFor(message));
            if (wanted.every((exception) => exceptions.has(exception))) {
                throw error;
            }
            const written = await writtenDown(stack);
            assert.ok(named.every(({ urn }) => !written.includes(urn)));
            wanted.forEach((exception) => exceptions.add(exception));
            refusals.push(...named);
        }
    }
}

/** Resources of providers that the state has. */
export async function writtenDown(stack: LabStack): Promise<string[]> {
    const { resources = [] } = deployment.parse(JSON.parse(await stack.state()));
    return resources
        .filter(({ custom, external }) => custom === true && external !== true)
        .map(({ urn }) => urn);
}

const deployment = z.object({
    resources: z
        .array(
            z.object({
                urn: z.string(),
                custom: z.boolean().optional(),
                external: z.boolean().optional(),
            }),
        )
        .optional(),
});
