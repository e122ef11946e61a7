import { z } from "zod";

import type { ClusterApi } from "./clusterApi";

const pods = z.object({ items: z.array(z.object({ metadata: z.object({ name: z.string() }) })) });

/**
 * What all pods of an application of Argo CD have said since a point in time, each line with its
 * own time before it.
 *
 * @param app value of the label `app.kubernetes.io/name`: `argocd-server`
 */
export async function podLog(
    api: ClusterApi,
    namespace: string,
    app: string,
    since: Date,
): Promise<string> {
    const path = `/api/v1/namespaces/${namespace}/pods`;
    const selector = encodeURIComponent(`app.kubernetes.io/name=${app}`);
    const found = await api.get(`${path}?labelSelector=${selector}`, pods);
    // The API counts in whole seconds.
    const from = `${since.toISOString().slice(0, -5)}Z`;
    const logs = (found?.items ?? []).map(({ metadata }) =>
        api.getText(`${path}/${metadata.name}/log?timestamps=true&sinceTime=${from}`),
    );
    const lines = (await Promise.all(logs)).flatMap((log) => (log ?? "").split("\n"));
    return lines
        .filter((line) => Date.parse(line.split(" ")[0] ?? "") >= since.getTime())
        .join("\n");
}
