import { z } from "zod";

import { run } from "../../../cli/wait/run";
import { listOf, stackOutputs } from "../stackOutputs";
import { madeAmong, stackResources } from "../stackResources";
import type { StackBefore } from "./plan";

const USED_BY = "argocd-image-drift:usedBy";

const configuration = z.record(
    z.string(),
    z.object({ value: z.string().optional(), objectValue: z.unknown().optional() }),
);

/** Asks Pulumi what there is. Nothing is decrypted but what names no secret: the state is exported as it is. */
export async function stackBefore(stack: string): Promise<StackBefore> {
    const [resources, config, outputs] = await Promise.all([
        stackResources(stack),
        run("pulumi", ["config", "--json", "--stack", stack, "--non-interactive"]),
        stackOutputs(stack),
    ]);
    const [usedBy] = [configuration.parse(JSON.parse(config))[USED_BY]];
    return {
        stack,
        resources: madeAmong(resources).length,
        protectedNames: resources.filter((one) => one.isProtected).map(({ name }) => name),
        usedBy: stacksIn(usedBy?.objectValue ?? usedBy?.value),
        lost: listOf(outputs, "lostOnDestroy"),
        kept: listOf(outputs, "keptOnDestroy"),
    };
}

/** A list, as YAML or as text in JSON. */
function stacksIn(value: unknown): string[] {
    const given: unknown = typeof value === "string" && value !== "" ? JSON.parse(value) : value;
    return z
        .array(z.string())
        .default([])
        .parse(given === "" ? undefined : given);
}
