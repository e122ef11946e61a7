import * as tls from "node:tls";
import type { ClusterApi } from "../loop/clusterApi";
import { type Ingress, tlsSecretShape } from "./objects";
import { hostMatches } from "./routing";

/** Namespace and name of the Secret with a host's certificate; undefined where none is named. */
export function certificateSecret(
    ingresses: readonly Ingress[],
    host: string,
): { namespace: string; name: string } | undefined {
    const name = host.toLowerCase();
    for (const { metadata, spec } of ingresses) {
        const entry = spec.tls?.find(
            ({ hosts = [], secretName }) =>
                secretName !== undefined && hosts.some((one) => hostMatches(one, name)),
        );
        if (entry?.secretName !== undefined) {
            return { namespace: metadata.namespace, name: entry.secretName };
        }
    }
    return undefined;
}

/** Certificates that Ingresses name, read for each handshake: a renewed one counts at once. */
export class HostCertificates {
    private readonly contexts = new Map<string, { version: string; context: tls.SecureContext }>();

    constructor(private readonly api: ClusterApi) {}

    /**
     * @returns undefined where no Ingress names a certificate for the host
     * @throws Error if one is named and cannot be used
     */
    async find(
        ingresses: readonly Ingress[],
        host: string,
    ): Promise<tls.SecureContext | undefined> {
        const secret = certificateSecret(ingresses, host);
        if (!secret) {
            return undefined;
        }
        const { namespace, name } = secret;
        const found = await this.api.get(
            `/api/v1/namespaces/${namespace}/secrets/${name}`,
            tlsSecretShape,
        );
        if (!found) {
            throw new Error(`there is no Secret ${namespace}/${name}`);
        }
        const key = `${namespace}/${name}`;
        const version = found.metadata.resourceVersion;
        const kept = this.contexts.get(key);
        if (kept?.version === version) {
            return kept.context;
        }
        const decode = (text: string): Buffer => Buffer.from(text, "base64");
        const context = tls.createSecureContext({
            cert: decode(found.data["tls.crt"]),
            key: decode(found.data["tls.key"]),
        });
        this.contexts.set(key, { version, context });
        return context;
    }
}
