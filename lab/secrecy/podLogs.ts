import { z } from "zod";

import type { ClusterApi } from "../loop/clusterApi";
import type { Place } from "./search";

const named = z.array(z.object({ name: z.string(), restartCount: z.number() })).optional();
const pods = z.object({
    items: z.array(
        z.object({
            metadata: z.object({ name: z.string(), namespace: z.string() }),
            status: z.object({ containerStatuses: named, initContainerStatuses: named }),
        }),
    ),
});

/** What every container of every pod has said, and the one before its last restart. */
export async function podLogs(api: ClusterApi): Promise<Place[]> {
    const { items = [] } = (await api.get("/api/v1/pods", pods)) ?? {};
    const logs = items.flatMap(({ metadata: { name, namespace }, status }) => {
        const { containerStatuses = [], initContainerStatuses = [] } = status;
        return [...initContainerStatuses, ...containerStatuses].flatMap((container) =>
            [false, ...(container.restartCount > 0 ? [true] : [])].map(async (previous) => {
                const path = `/api/v1/namespaces/${namespace}/pods/${name}/log`;
                const query = `container=${container.name}&previous=${previous}`;
                return {
                    name: `log of ${namespace}/${name} ${container.name}${previous ? ", before" : ""}`,
                    content: Buffer.from(await logText(api, `${path}?${query}`)),
                };
            }),
        );
    });
    return Promise.all(logs);
}

/** Empty where there is none: the container has not started, or is gone already. */
async function logText(api: ClusterApi, path: string): Promise<string> {
    const response = await api.request(path, { signal: AbortSignal.timeout(20_000) });
    const text = await response.text();
    if (!response.ok && response.status !== 400 && response.status !== 404) {
        throw new Error(`GET ${path}: ${response.status} ${text}`);
    }
    return response.ok ? text : "";
}
