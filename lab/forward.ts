import { once } from "node:events";
import * as net from "node:net";

import { inside, insideProcess } from "./inside";
import { labPaths, type LabPaths } from "./paths";

export interface Forwarding {
    /** Namespace and name of a Service: `argocd/argocd-server`. */
    readonly service: string;
    /** Port of the Service. */
    readonly port: number;
    /** Port of this machine; any free one if 0. */
    readonly localPort: number;
    readonly paths?: LabPaths;
}

/**
 * Makes a Service of the cluster reachable on this machine's loopback: nothing else leads from the
 * machine into the lab. `kubectl port-forward` would listen inside.
 *
 * @returns ends it, open connections included
 * @throws if there is no such Service, or the port is taken
 */
export async function forward(forwarding: Forwarding): Promise<() => Promise<void>> {
    const paths = forwarding.paths ?? labPaths();
    const [namespace = "", name = ""] = forwarding.service.split("/");
    const { stdout: address } = await inside(
        "kubectl",
        ["--namespace", namespace, "get", "service", name, "--output=jsonpath={.spec.clusterIP}"],
        { paths },
    );
    const sockets = new Set<net.Socket>();
    const server = net.createServer((socket) => {
        sockets.add(socket);
        const pipe = insideProcess(
            process.execPath,
            ["-e", CONNECT, address, String(forwarding.port)],
            {
                paths,
                stdio: ["pipe", "pipe", "ignore"],
            },
        );
        // Either end may go first, and then there is nobody left to tell.
        const end = () => {
            sockets.delete(socket);
            socket.destroy();
            pipe.kill();
        };
        socket.on("error", end).on("close", end);
        pipe.on("error", end).on("exit", () => socket.end());
        pipe.stdin?.on("error", end);
        if (pipe.stdin && pipe.stdout) {
            socket.pipe(pipe.stdin);
            pipe.stdout.pipe(socket);
        }
    });
    await new Promise<void>((resolve, reject) => {
        server.once("error", reject).listen(forwarding.localPort, "127.0.0.1", resolve);
    });
    return async () => {
        const closed = once(server, "close");
        server.close();
        sockets.forEach((socket) => socket.destroy());
        await closed;
    };
}

const CONNECT = `
    const [host, port] = process.argv.slice(1);
    const socket = require("node:net").connect(Number(port), host);
    process.stdin.pipe(socket).pipe(process.stdout);
`;
