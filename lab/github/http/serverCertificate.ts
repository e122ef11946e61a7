/** The certificate of the web server: its own, and another one to show what clients do then. */
import { generateKeyPairSync } from "node:crypto";
import type http from "node:http";
import https from "node:https";
import { createSelfSignedCertificate, identityForHost, parsePrivateKey } from "sshpk";

/** PEM of a certificate and of its private key. */
export interface CertificatePair {
    readonly cert: string;
    readonly key: string;
}

export class ServerCertificate {
    /** @param own absent for a server that speaks plain HTTP */
    constructor(
        private readonly server: http.Server,
        private readonly host: string,
        private readonly own: CertificatePair | undefined,
    ) {}

    /**
     * Shows new connections a certificate for the same host that nobody has reason to trust, as an
     * impostor would, or its own again.
     * @throws Error if it has none
     */
    useOther(other: boolean): void {
        if (!this.own || !(this.server instanceof https.Server)) {
            throw new Error("the stand-in speaks plain HTTP: it has no certificate");
        }
        this.server.setSecureContext(other ? selfSigned(this.host) : this.own);
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
