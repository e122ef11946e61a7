import { argoCdValues } from "../../../components/manifests/argoCdValues";
import { updaterValues } from "../../../components/manifests/updaterValues";
import { ARGO_CD, IMAGE_UPDATER, type LabChart } from "../../../lab/charts/definition";

/** Values the project sets, in one of the shapes its configuration can give them. */
export interface Variant {
    readonly chart: LabChart;
    /** Name of the golden file below test/golden/charts, without `.yaml`. */
    readonly name: string;
    readonly values: object;
}

const argoCdWebhooks = argoCdValues({
    namespace: "argocd",
    ingressHost: "argocd.example.com",
    gitPollIntervalSeconds: 120,
    knownHosts: ["git.lab ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ2u0nKc0m0Q0m0Q0m0Q"],
    webhookSecretReference: "$letsgo-app-webhooks:github",
});

/** Every shape: polling, webhooks, and what users add through the escape hatch. */
export const VARIANTS: readonly Variant[] = [
    {
        chart: ARGO_CD,
        name: "argo-cd-polling",
        values: argoCdValues({ namespace: "argocd", gitPollIntervalSeconds: 30 }),
    },
    { chart: ARGO_CD, name: "argo-cd-webhooks", values: argoCdWebhooks },
    {
        chart: ARGO_CD,
        name: "argo-cd-escape-hatch",
        values: {
            ...argoCdWebhooks,
            global: {
                ...argoCdWebhooks.global,
                image: { repository: "registry.example.com/argocd", tag: "v3.4.3" },
                networkPolicy: { create: false },
            },
            configs: {
                ...argoCdWebhooks.configs,
                params: { ...argoCdWebhooks.configs.params, "controller.diff.server.side": "true" },
                tls: { certificates: { "git.lab": "-----BEGIN CERTIFICATE-----\n" } },
                rbac: { "policy.default": "role:readonly" },
            },
            applicationSet: { replicas: 2 },
        },
    },
    {
        chart: IMAGE_UPDATER,
        name: "argocd-image-updater-polling",
        values: updaterValues({ intervalSeconds: 60, registry: { host: "ghcr.io" } }),
    },
    {
        chart: IMAGE_UPDATER,
        name: "argocd-image-updater-webhooks",
        values: updaterValues({
            intervalSeconds: 120,
            registry: { host: "ghcr.io", endpoint: "http://registry.lab:5000" },
            webhooks: true,
            privateAuthority: true,
            reviewed: ["letsgo-app-prod"],
            podAnnotations: { "checksum/webhooks": "0123456789abcdef" },
        }),
    },
    {
        chart: IMAGE_UPDATER,
        name: "argocd-image-updater-escape-hatch",
        values: {
            ...updaterValues({ intervalSeconds: 60, registry: { host: "ghcr.io" } }),
            createClusterRoles: true,
            image: { repository: "registry.example.com/updater", tag: "v1.2.3" },
        },
    },
];
