import type { ClusterApi } from "../loop/clusterApi";
import type { Ingress } from "./objects";

const MANAGER = "lab-ingress";

/** Whether an Ingress says already that it is reached at this address, and at no other. */
export function saysAddress({ status }: Ingress, address: string): boolean {
    const entries = status?.loadBalancer?.ingress ?? [];
    return entries.length === 1 && entries[0]?.ip === address && !entries[0].hostname;
}

/**
 * Says in an Ingress' status where it is reached, as its controller is expected to. What another
 * controller has said there is left.
 *
 * @returns for people, what was done
 */
export async function publishAddress(
    api: ClusterApi,
    { metadata: { name, namespace } }: Ingress,
    address: string,
): Promise<string> {
    const path = `/apis/networking.k8s.io/v1/namespaces/${namespace}/ingresses/${name}/status`;
    const response = await api.request(`${path}?fieldManager=${MANAGER}`, {
        method: "PATCH",
        headers: { "content-type": "application/apply-patch+yaml" },
        body: JSON.stringify({
            apiVersion: "networking.k8s.io/v1",
            kind: "Ingress",
            metadata: { name, namespace },
            status: { loadBalancer: { ingress: [{ ip: address }] } },
        }),
        signal: AbortSignal.timeout(10_000),
    });
    const text = await response.text();
    switch (response.status) {
        case 409:
            return `${namespace}/${name} keeps the status that another controller has given it`;
        case 404:
            return `${namespace}/${name} is gone`;
        default:
            if (!response.ok) {
                throw new Error(`status of ${namespace}/${name}: ${response.status} ${text}`);
            }
            return `${namespace}/${name} is reached at ${address}`;
    }
}
