/** Runs the lab's Ingress proxy until it is told to stop. */
import { once } from "node:events";
import * as http from "node:http";
import type * as net from "node:net";
import { parseArgs } from "node:util";
import { INGRESS_CLASS } from "../cluster/nodeConfiguration";
import { ClusterApi } from "../loop/clusterApi";
import { FollowedCluster } from "./cluster";
import { reasonOf } from "./followed";
import { createProxy } from "./proxy";
import { publishAddress, saysAddress } from "./publishAddress";

const HTTPS_PORT = 443;

async function main(): Promise<void> {
    const options = readArguments();
    const api = await ClusterApi.open(options.kubeconfig);
    const cluster = new FollowedCluster(api, INGRESS_CLASS, (ingresses) => {
        for (const ingress of ingresses.filter((one) => !saysAddress(one, options.address))) {
            publishAddress(api, ingress, options.address).then(console.log, (error: unknown) => {
                console.error(reasonOf(error));
            });
        }
    });
    const proxy = createProxy({ ...options, api, cluster });
    const health = http.createServer((_request, response) => {
        response.statusCode = cluster.ready ? 200 : 503;
        response.end(cluster.ready ? "ok\n" : "the cluster has not been read yet\n");
    });
    await listen(proxy, HTTPS_PORT, options.address);
    const [healthAddress = "", healthPort = ""] = options.health.split(":");
    await listen(health, Number(healthPort), healthAddress);
    console.log(`Ingresses of class ${INGRESS_CLASS} at https://${options.address}`);

    const stop = new AbortController();
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
        process.once(signal, () => {
            stop.abort();
            process.exit(0);
        });
    }
    await cluster.run(stop.signal);
}

interface Arguments {
    readonly kubeconfig: string;
    /** Where to listen, and what Ingresses say of themselves. */
    readonly address: string;
    /** PEM files. */
    readonly certificate: string;
    readonly key: string;
    /** `127.0.0.1:7702`: plain HTTP, answers 200 once the Ingresses are known. */
    readonly health: string;
}

function readArguments(): Arguments {
    const text = { type: "string", default: "" } as const;
    const { values } = parseArgs({
        options: { kubeconfig: text, address: text, certificate: text, key: text, health: text },
    });
    const missing = Object.entries(values).filter(([, value]) => value === "");
    if (missing.length > 0) {
        throw new Error(`missing: ${missing.map(([name]) => `--${name}`).join(", ")}`);
    }
    return values;
}

async function listen(server: net.Server, port: number, address: string): Promise<void> {
    server.listen(port, address);
    await once(server, "listening");
}

main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
});
