import * as fs from "node:fs";
import type * as http from "node:http";
import * as https from "node:https";
import type { ClusterApi } from "../loop/clusterApi";
import { findDestination } from "./backends";
import type { Cluster } from "./cluster";
import { reasonOf } from "./followed";
import { forward } from "./forward";
import { HostCertificates } from "./hostCertificates";
import { route } from "./routing";

export interface ProxyArgs {
    readonly api: ClusterApi;
    readonly cluster: Cluster;
    /** PEM files of the certificate for hosts without one of their own. */
    readonly certificate: string;
    readonly key: string;
}

/** The server that ends TLS and sends each request to the Service its Ingress names. */
export function createProxy({ api, cluster, certificate, key }: ProxyArgs): https.Server {
    const certificates = new HostCertificates(api);
    return https.createServer(
        {
            cert: fs.readFileSync(certificate),
            key: fs.readFileSync(key),
            SNICallback: (host, done) => {
                certificates.find(cluster.ingresses(), host).then(
                    (context) => {
                        done(null, context);
                    },
                    // As other controllers do: better the wrong certificate than no answer.
                    (error: unknown) => {
                        console.error(`certificate of ${host}: ${reasonOf(error)}`);
                        done(null);
                    },
                );
            },
        },
        (request, response) => {
            void answer(cluster, request, response);
        },
    );
}

/** Answers one request, whatever happens, and logs it. */
async function answer(
    cluster: Cluster,
    request: http.IncomingMessage,
    response: http.ServerResponse,
): Promise<void> {
    const began = performance.now();
    const { host = "" } = request.headers;
    const path = request.url ?? "/";
    let to = "";
    try {
        const found = route(cluster.ingresses(), host, path);
        if (!found) {
            to = `no Ingress of this class has host "${host}" with this path`;
            refuse(response, 404, to);
            return;
        }
        const destination = findDestination(cluster, found);
        if ("reason" in destination) {
            to = `Ingress ${found.namespace}/${found.ingress}: ${destination.reason}`;
            refuse(response, 503, to);
            return;
        }
        to = `${found.namespace}/${found.backend.service?.name ?? ""}`;
        await forward(request, response, destination);
    } catch (error) {
        to = `${to} ${reasonOf(error)}`.trim();
        refuse(response, 502, to);
    } finally {
        const milliseconds = Math.round(performance.now() - began);
        const where = `${host}${path.replace(/\?.*/, "")}`;
        const status = response.headersSent ? response.statusCode : 0;
        console.log(`${request.method ?? ""} ${where} ${status} ${milliseconds} ms: ${to}`);
    }
}

/** Says no in the proxy's own words, or breaks off what has begun. */
function refuse(response: http.ServerResponse, status: number, reason: string): void {
    if (response.headersSent) {
        response.destroy();
        return;
    }
    response.writeHead(status, { "content-type": "text/plain; charset=utf-8" });
    response.end(`lab ingress: ${reason}\n`);
}
