import * as net from "node:net";
import { text } from "node:stream/consumers";

import { labName } from "./labName";

/** Another process is changing the lab right now. */
export class LabBusy extends Error {
    constructor(holder: string) {
        super(`the lab is busy: ${holder} is at work on it; wait for it, or end it`);
        this.name = "LabBusy";
    }
}

/**
 * Runs `work` while no other process may start or stop the lab of that name. The lock is a socket
 * with an abstract name: the kernel takes it back however its holder ends.
 */
export async function withLabLock<T>(work: () => Promise<T>, name = labName()): Promise<T> {
    const address = `\0${name}`;
    const server = net.createServer((client) => {
        client.on("error", () => undefined);
        client.end(`process ${process.pid} (${process.argv.slice(2).join(" ")})`);
    });
    await new Promise<void>((resolve, reject) => {
        server.once("error", (error: NodeJS.ErrnoException) => {
            if (error.code === "EADDRINUSE") {
                void holder(address).then((who) => {
                    reject(new LabBusy(who));
                });
            } else {
                reject(error);
            }
        });
        server.listen(address, resolve);
    });
    try {
        return await work();
    } finally {
        server.close();
    }
}

/** Who holds the lock, by its own word. */
async function holder(address: string): Promise<string> {
    const client = net.connect(address);
    const timer = setTimeout(() => client.destroy(new Error("no answer")), 1000);
    try {
        return await text(client);
    } catch {
        return "another process";
    } finally {
        clearTimeout(timer);
    }
}
