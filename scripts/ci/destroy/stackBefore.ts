import { z } from "zod";

import { run } from "../../../cli/wait/run";
import { listOf, stackOutputs } from "../stackOutputs";
import type { StackBefore } from "./plan";

const exported = z.object({
    deployment: z.object({
        resources: z
            .array(
                z.object({
                    urn: z.string(),
                    type: z.string(),
                    protect: z.boolean().optional(),
                    delete: z.boolean().optional(),
                }),
            )
            .default([]),
    }),
});

const USED_BY = "argocd-image-drift:usedBy";

const configuration = z.record(
    z.string(),
    z.object({ value: z.string().optional(), objectValue: z.unknown().optional() }),
);

/** Asks Pulumi what there is. Nothing is decrypted but what names no secret: the state is exported as it is. */
export async function stackBefore(stack: string): Promise<StackBefore> {
    const [state, config, outputs] = await Promise.all([
        pulumi(["stack", "export", "--stack", stack]),
        pulumi(["config", "--json", "--stack", stack]),
        stackOutputs(stack),
    ]);
    const { resources } = exported.parse(JSON.parse(state)).deployment;
    const [usedBy] = [configuration.parse(JSON.parse(config))[USED_BY]];
    return {
        stack,
        resources: resources.filter(({ type }) => !type.startsWith("pulumi:")).length,
        protectedNames: resources.filter(({ protect }) => protect === true).map(nameOf),
        usedBy: stacksIn(usedBy?.objectValue ?? usedBy?.value),
        lost: listOf(outputs, "lostOnDestroy"),
        kept: listOf(outputs, "keptOnDestroy"),
    };
}

function pulumi(args: readonly string[]): Promise<string> {
    return run("pulumi", [...args, "--non-interactive"]);
}

function nameOf({ urn }: { urn: string }): string {
    return urn.split("::").slice(3).join("::");
}

/** A list, as YAML or as text in JSON. */
function stacksIn(value: unknown): string[] {
    const given: unknown = typeof value === "string" && value !== "" ? JSON.parse(value) : value;
    return z
        .array(z.string())
        .default([])
        .parse(given === "" ? undefined : given);
}
