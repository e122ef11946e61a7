import type { types } from "@pulumi/kubernetes";

import type { AppImage, AppModel } from "./model";
import { ApiVersions, Labels } from "./names";

type Ingress = types.input.networking.v1.Ingress;

/**
 * The application's Ingress, if it has a host: all paths go to the image named `frontend`, or to
 * the first one. None without a host, because an Ingress that never gets an address keeps the
 * Application Progressing for ever.
 */
export function ingress(app: AppModel): Ingress | undefined {
    const entry = entryImage(app);
    if (app.host === undefined || entry === undefined) return undefined;
    return {
        apiVersion: ApiVersions.Networking,
        kind: "Ingress",
        metadata: { name: app.name, labels: { [Labels.PartOf]: app.name } },
        spec: {
            ...(app.ingressClassName !== undefined && { ingressClassName: app.ingressClassName }),
            ...(app.ingressTlsSecret !== undefined && {
                tls: [{ hosts: [app.host], secretName: app.ingressTlsSecret }],
            }),
            rules: [
                {
                    host: app.host,
                    http: {
                        paths: [
                            {
                                path: "/",
                                pathType: "Prefix",
                                backend: { service: { name: entry.name, port: { name: "http" } } },
                            },
                        ],
                    },
                },
            ],
        },
    } satisfies Ingress;
}

function entryImage(app: AppModel): AppImage | undefined {
    return app.images.find((image) => image.name === "frontend") ?? app.images[0];
}
