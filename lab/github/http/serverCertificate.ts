/** The certificate of the web server: its own, and another one to show what clients do then. */
import { generateKeyPairSync } from "node:crypto";
import type http from "node:http";
import https from "node:https";
import type { Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { createSelfSignedCertificate, identityForHost, parsePrivateKey } from "sshpk";

/** PEM of a certificate and of its private key. */
export interface CertificatePair {
    readonly cert: string;
    readonly key: string;
}

/** Milliseconds that transfers under way have to end, once the certificate is another one. */
const PATIENCE = 10_000;

export class ServerCertificate {
    private readonly connections = new Set<Socket>();

    /** @param own absent for a server that speaks plain HTTP */
    constructor(
        private readonly server: http.Server,
        private readonly host: string,
        private readonly own: CertificatePair | undefined,
    ) {
        server.on("connection", (socket) => {
            this.connections.add(socket);
            socket.once("close", () => {
                this.connections.delete(socket);
            });
        });
    }

    /**
     * Shows new connections a certificate for the same host that nobody has reason to trust, as an
     * impostor would, or its own again. Connections from before, which have seen the former one, are
     * closed when it returns: a client may use one again and again.
     * @throws Error if it has none
     */
    async useOther(other: boolean): Promise<void> {
        if (!this.own || !(this.server instanceof https.Server)) {
            throw new Error("the stand-in speaks plain HTTP: it has no certificate");
        }
        this.server.setSecureContext(other ? selfSigned(this.host) : this.own);
        const former = [...this.connections];
        const deadline = performance.now() + PATIENCE;
        while (former.some((socket) => !socket.destroyed) && performance.now() < deadline) {
            // Those that wait for another request.
            this.server.closeIdleConnections();
            await pause(20);
        }
        former.forEach((socket) => socket.destroy());
    }
}

/** A new certificate that only itself vouches for. */
export function selfSigned(host: string): CertificatePair {
    const { privateKey } = generateKeyPairSync("ec", {
        namedCurve: "P-256",
        privateKeyEncoding: { type: "pkcs8", format: "pem" },
        publicKeyEncoding: { type: "spki", format: "pem" },
    });
    const key = parsePrivateKey(privateKey, "pkcs8");
    const certificate = createSelfSignedCertificate(identityForHost(host), key, {
        purposes: ["serverAuth"],
    });
    return { cert: certificate.toString("pem"), key: privateKey };
}
