import { z } from "zod";

import type { Lab } from "../../lab/loop/lab";
import type { Series } from "./result";

const configMap = z.object({ data: z.record(z.string(), z.string()).optional() });

/** How often both parts look by themselves, as the cluster has it now. */
export async function pollsOf(lab: Lab): Promise<Series["polls"]> {
    const data = async (name: string) => {
        const path = `/api/v1/namespaces/argocd/configmaps/${name}`;
        return (await lab.api.get(path, configMap))?.data ?? {};
    };
    const argoCd = await data("argocd-cm");
    const updater = await data("argocd-image-updater-config");
    const jitter = argoCd["timeout.reconciliation.jitter"] ?? "60s";
    return {
        // Both programs' own defaults where nobody has said anything.
        registry: updater["interval"] ?? "120s",
        git: `${argoCd["timeout.reconciliation"] ?? "120s"}${
            jitter === "0s" ? "" : ` + up to ${jitter}`
        }`,
    };
}
