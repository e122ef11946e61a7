import * as fs from "node:fs";
import {
    API_URL,
    ARGO_CD_HOST,
    GIT_ADDRESS,
    GIT_HOST,
    INGRESS_ADDRESS,
    NODE_ADDRESS,
    REGISTRY_ADDRESS,
    REGISTRY_HOST,
    REGISTRY_PORT,
} from "./network/addresses";
import { namespacesExist, NETWORK_NAMESPACE } from "./network/namespaces";
import { labPaths, type LabPaths } from "./paths";
import { cgroupMounts, cgroupPids, serviceGroup } from "./processes/cgroups";
import { isRunning, proportionalMemory } from "./processes/identity";
import { logFile, recordedServices } from "./processes/services";

export interface ServiceStatus {
    readonly name: string;
    readonly running: boolean;
    readonly pid: number;
    /** Proportional memory of the service and what it started, in bytes. */
    readonly memory: number;
    readonly log: string;
}

export interface LabStatus {
    /** `up`: namespaces are there and every service runs; `partly`: some of that; `down`: none. */
    readonly state: "up" | "partly" | "down";
    readonly services: readonly ServiceStatus[];
    /** Proportional memory of all containers, in bytes. */
    readonly podMemory: number;
    /** Proportional memory of everything in the lab, in bytes. */
    readonly memory: number;
    readonly networkNamespace: string;
    readonly addresses: Readonly<Record<string, string>>;
    readonly kubeconfig: string;
    readonly caCertificate: string;
    readonly logs: string;
}

/** What runs, where it is reached, and how much memory it takes. */
export function labStatus(paths: LabPaths = labPaths()): LabStatus {
    const mounts = cgroupMounts();
    const memoryOf = (group: string): number =>
        cgroupPids(mounts, group).reduce((sum, pid) => sum + proportionalMemory(pid), 0);
    const services = recordedServices(paths)
        .map((record) => ({
            name: record.name,
            running: isRunning(record),
            pid: record.pid,
            memory: memoryOf(serviceGroup(record.name)),
            log: logFile(paths, record.name),
        }))
        .sort((one, other) => one.name.localeCompare(other.name));
    const namespaces = namespacesExist(paths);
    const complete = services.length > 0 && services.every((service) => service.running);
    const nothing = !namespaces && services.length === 0 && !fs.existsSync(paths.run);
    return {
        state: namespaces && complete ? "up" : nothing ? "down" : "partly",
        services,
        podMemory: memoryOf("kubepods"),
        memory: memoryOf(""),
        networkNamespace: NETWORK_NAMESPACE,
        addresses: {
            "Kubernetes API": API_URL,
            "cluster DNS": NODE_ADDRESS,
            [GIT_HOST]: `https://${GIT_HOST} and ssh://git@${GIT_HOST} (${GIT_ADDRESS})`,
            [REGISTRY_HOST]: `http://${REGISTRY_HOST}:${REGISTRY_PORT} (${REGISTRY_ADDRESS})`,
            Ingresses: `https://${ARGO_CD_HOST} (${INGRESS_ADDRESS}), once there is one`,
        },
        kubeconfig: paths.kubeconfig,
        caCertificate: paths.caCertificate,
        logs: paths.logs,
    };
}

/** The status as text. */
export function describeStatus(status: LabStatus): string {
    if (status.state === "down") {
        return "the lab is down; start it with `npm run lab -- up`";
    }
    const mebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`.padStart(9);
    const services = status.services.map(
        ({ name, running, pid, memory }) =>
            `  ${name.padEnd(26)}${running ? `process ${pid}`.padEnd(18) : "NOT RUNNING".padEnd(18)}${mebibytes(memory)}`,
    );
    const addresses = Object.entries(status.addresses).map(
        ([name, address]) => `  ${name.padEnd(26)}${address}`,
    );
    return [
        `the lab is ${status.state}; memory${mebibytes(status.memory)}`,
        ...services,
        `  ${"containers".padEnd(44)}${mebibytes(status.podMemory)}`,
        "addresses, inside the lab:",
        ...addresses,
        "look around:",
        "  npm run lab -- exec kubectl get pods --all-namespaces",
        "  npm run lab -- exec bash",
        "  npm run lab -- logs kubelet",
        `  kubeconfig ${status.kubeconfig}, certificate authority ${status.caCertificate}`,
    ].join("\n");
}
