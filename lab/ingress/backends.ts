import type { Cluster } from "./cluster";
import type { Route } from "./routing";

/** Where to send a request. */
export interface Destination {
    readonly address: string;
    readonly port: number;
}

/** A backend that cannot be sent to, and why. */
export interface Unavailable {
    readonly reason: string;
}

/** The address and port of a route's Service if it has a ready endpoint, else what is missing. */
export function findDestination(
    cluster: Pick<Cluster, "service" | "endpointSlices">,
    { namespace, backend }: Route,
): Destination | Unavailable {
    const { service: wanted } = backend;
    if (!wanted) {
        return { reason: "the backend is no Service" };
    }
    const name = `Service ${namespace}/${wanted.name}`;
    const service = cluster.service(namespace, wanted.name);
    if (!service) {
        return { reason: `there is no ${name}` };
    }
    const { clusterIP = "None", ports = [] } = service.spec;
    if (clusterIP === "None" || clusterIP === "") {
        return { reason: `${name} has no cluster address` };
    }
    const port = ports.find((one) =>
        wanted.port.name === undefined
            ? one.port === wanted.port.number
            : one.name === wanted.port.name,
    );
    if (!port) {
        return { reason: `${name} has no port ${wanted.port.name ?? wanted.port.number ?? ""}` };
    }
    // A readiness that is not said means "as far as is known, yes".
    const ready = cluster
        .endpointSlices(namespace, wanted.name)
        .flatMap(({ endpoints }) => endpoints ?? [])
        .some(({ conditions }) => conditions?.ready !== false);
    return ready
        ? { address: clusterIP, port: port.port }
        : { reason: `${name} has no ready endpoint` };
}
