/** The GitHub stand-in as a whole: starts, listens, stops. */
import fs from "node:fs";
import http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { Addresses } from "./addresses";
import { adminServer } from "./admin/adminServer";
import { Faults } from "./faults";
import { endReads } from "./git/objectReader";
import { writeHooks } from "./git/receivedUpdates";
import { SshListener } from "./git/sshListener";
import type { Hub } from "./hub";
import { publicHandler } from "./http/publicServer";
import { ServerCertificate } from "./http/serverCertificate";
import {
    Journal,
    type DeliveryEntry,
    type GitEntry,
    type IssuedToken,
    type RequestEntry,
} from "./journal";
import { Store } from "./store";
import { Webhooks } from "./webhooks/webhooks";

export interface StandInOptions {
    /** Where everything is kept; starting again with the same directory goes on where it ended. */
    readonly state: string;
    /** Name clients use. */
    readonly host: string;
    /** Address to listen on for HTTPS and SSH. */
    readonly address: string;
    /** PEM files; plain HTTP without them. */
    readonly tls?: { readonly cert: string; readonly key: string };
    /** 0 for any free port, here and below. */
    readonly httpPort: number;
    readonly sshPort: number;
    readonly admin: { readonly address: string; readonly port: number };
    /** Private host key, OpenSSH format; made if absent. `ssh_host_key` in the state by default. */
    readonly sshHostKey?: string;
}

export interface StandIn {
    readonly addresses: Addresses;
    /** Root of the admin API. */
    readonly adminUrl: string;
    readonly sshPort: number;
    close(): Promise<void>;
}

/** @throws Error if an address cannot be listened on, or a file not be read */
export async function startStandIn(options: StandInOptions): Promise<StandIn> {
    const state = path.resolve(options.state);
    const gitHooks = path.join(state, "hooks");
    const repositories = path.join(state, "repositories");
    const store = new Store(state);
    fs.mkdirSync(repositories, { recursive: true });
    await writeHooks(gitHooks);

    const pair = options.tls && {
        cert: fs.readFileSync(options.tls.cert, "utf8"),
        key: fs.readFileSync(options.tls.key, "utf8"),
    };
    const web = pair ? https.createServer(pair) : http.createServer();
    const journals = {
        requests: new Journal<RequestEntry>(),
        git: new Journal<GitEntry>(),
        deliveries: new Journal<DeliveryEntry>(2_000),
        issued: new Journal<IssuedToken>(),
    };
    // Free ports are known only once they are bound; nothing is answered before.
    const httpPort = await listen(web, options.address, options.httpPort);
    const hub: { -readonly [K in keyof Hub]: Hub[K] } = {
        store,
        journals,
        faults: new Faults(),
        webhooks: new Webhooks({ journals, store }),
        repositories,
        gitHooks,
        addresses: addressesOf(options, httpPort, options.sshPort),
    };
    const ssh = new SshListener(hub, {
        address: options.address,
        port: options.sshPort,
        keyFile: options.sshHostKey ?? path.join(state, "ssh_host_key"),
        otherKeyFile: path.join(state, "other_ssh_host_key"),
    });
    await ssh.listen();
    hub.addresses = addressesOf(options, httpPort, ssh.port);
    web.on("request", publicHandler(hub));
    const certificate = new ServerCertificate(web, options.host, pair);
    const admin = adminServer(hub, ssh, certificate);
    const adminPort = await listen(admin, options.admin.address, options.admin.port);

    return {
        addresses: hub.addresses,
        adminUrl: `http://${options.admin.address}:${adminPort}`,
        sshPort: ssh.port,
        async close() {
            ssh.close();
            await Promise.all([stop(web), stop(admin), hub.webhooks.close()]);
            endReads();
            store.save();
        },
    };
}

function addressesOf(options: StandInOptions, httpPort: number, sshPort: number): Addresses {
    const scheme = options.tls ? "https" : "http";
    return new Addresses({ scheme, host: options.host, httpPort, sshPort });
}

function listen(server: http.Server, address: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen(port, address, () => {
            resolve((server.address() as AddressInfo).port);
        });
    });
}

function stop(server: http.Server): Promise<void> {
    return new Promise((resolve) => {
        server.close(() => {
            resolve();
        });
        server.closeAllConnections();
    });
}
