import { z } from "zod";

import { waitFor } from "../wait";
import type { ClusterApi } from "./clusterApi";

const service = z.object({
    spec: z.object({ clusterIP: z.string(), ports: z.array(z.object({ port: z.number() })) }),
});
const answer = z.looseObject({ app: z.string(), build: z.string() });

/** What an application of the sample says of itself. */
export type Answer = z.output<typeof answer>;

/**
 * Where a Service is reached from within the cluster, without a look-up of its name.
 *
 * @returns `http://10.79.12.34:80/`
 * @throws Error if there is none
 */
export async function serviceUrl(
    api: ClusterApi,
    namespace: string,
    name: string,
): Promise<string> {
    const found = await api.get(`/api/v1/namespaces/${namespace}/services/${name}`, service);
    if (!found) {
        throw new Error(`there is no Service ${name} in ${namespace}`);
    }
    const { clusterIP, ports } = found.spec;
    return `http://${clusterIP}:${ports[0]?.port ?? 80}/`;
}

/**
 * Asks a Service, as any client in the cluster would, until the given build answers: for a moment
 * after a rollout the node may still send requests to a pod that is ending.
 *
 * @throws DeadlineExceeded with the last answer if the build does not answer in time
 */
export async function awaitBuild(
    api: ClusterApi,
    namespace: string,
    name: string,
    buildId: string,
): Promise<Answer> {
    const url = await serviceUrl(api, namespace, name);
    return waitFor(
        async () => {
            try {
                const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
                const value = answer.parse(await response.json());
                return value.build === buildId
                    ? { met: true, value }
                    : { met: false, state: `build ${value.build} answers` };
            } catch (error) {
                return { met: false, state: String(error) };
            }
        },
        { what: `build ${buildId} of ${name} to answer at ${url}`, deadlineSeconds: 30 },
    );
}
