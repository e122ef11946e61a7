import { z } from "zod";

import { inside } from "../inside";

const releases = z.array(z.object({ name: z.string() }));
const deployment = z.object({
    resources: z
        .array(
            z.object({
                type: z.string(),
                inputs: z.looseObject({ name: z.unknown().optional() }).optional(),
            }),
        )
        .optional(),
});

const NAMESPACE = "argocd";

/**
 * Uninstalls what Helm has begun to install and the stack's state does not know: Helm refuses to
 * install under a name that is in use.
 *
 * @param state the exported state
 */
export async function removeUnknownReleases(state: string): Promise<void> {
    const { resources = [] } = deployment.parse(JSON.parse(state));
    const known = resources
        .filter(({ type }) => type === "kubernetes:helm.sh/v3:Release")
        .map(({ inputs }) => inputs?.name);
    const options = ["--namespace", NAMESPACE];
    const { stdout } = await inside("helm", ["list", "--all", "--output", "json", ...options]);
    for (const { name } of releases.parse(JSON.parse(stdout))) {
        if (!known.includes(name)) {
            await inside("helm", ["uninstall", name, "--wait", ...options]);
        }
    }
}
