/** Keeps the SSH server listening, and lets it change its identity. */
import type { AddressInfo } from "node:net";
import type { Connection, Server } from "ssh2";
import type { Hub } from "../hub";
import { hostKey, publicHostKey } from "./hostKeys";
import { sshServer } from "./sshServer";

export interface SshListenerOptions {
    readonly address: string;
    /** 0 for any free port. */
    readonly port: number;
    /** Files of the usual host key and of the other one; made if absent. */
    readonly keyFile: string;
    readonly otherKeyFile: string;
}

export class SshListener {
    private server: Server | undefined;
    private readonly clients = new Set<Connection>();
    private key: string;
    private bound: number;

    constructor(
        private readonly hub: Hub,
        private readonly options: SshListenerOptions,
    ) {
        this.key = hostKey(options.keyFile);
        this.bound = options.port;
    }

    /** The port it listens on. */
    get port(): number {
        return this.bound;
    }

    /** Algorithm and base64 of the host key that clients see now. */
    get publicKey(): string {
        return publicHostKey(this.key);
    }

    async listen(): Promise<void> {
        const server = sshServer(this.hub, this.key);
        server.on("connection", (client) => {
            this.clients.add(client);
            client.on("close", () => this.clients.delete(client));
        });
        await new Promise<void>((resolve, reject) => {
            // ssh2 types its server as an emitter of connections only; errors are net.Server's.
            (server as NodeJS.EventEmitter).once("error", reject);
            server.listen(this.bound, this.options.address, resolve);
        });
        this.bound = (server.address() as AddressInfo).port;
        this.server = server;
    }

    /** Shows clients another host key from now on, or (`false`) the usual one again. */
    async useOtherKey(other: boolean): Promise<void> {
        this.key = hostKey(other ? this.options.otherKeyFile : this.options.keyFile);
        this.stopListening();
        await this.listen();
    }

    /** Stops listening and ends every session. */
    close(): void {
        this.stopListening();
        for (const client of this.clients) {
            client.end();
        }
    }

    /** Gives the port back at once; sessions under way go on. */
    private stopListening(): void {
        this.server?.close();
        this.server = undefined;
    }
}
