import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

const resources = z.record(
    z.string(),
    z.object({ type: z.string(), outputs: z.record(z.string(), z.unknown()) }),
);

/**
 * Outputs of the stack's resources of that type, as they are in its state when the run begins;
 * nothing if the state does not answer.
 *
 * @param stackName `organization/project/stack`
 * @param type `github:index/repositoryWebhook:RepositoryWebhook`
 */
export async function resourcesInState(
    stackName: string,
    type: string,
): Promise<Record<string, unknown>[] | undefined> {
    try {
        const state: unknown = await pulumi.runtime.invoke(
            "pulumi:pulumi:readStackResourceOutputs",
            { stackName },
            {},
        );
        const { outputs } = z.object({ outputs: resources }).parse(state);
        return Object.values(outputs)
            .filter((resource) => resource.type === type)
            .map((resource) => resource.outputs);
    } catch {
        return undefined;
    }
}
