import { z } from "zod";

import type { ChartSource } from "../../stackConfig";
import { ARGO_CD_CHART, chartSource, UPDATER_CHART } from "../charts";
import { duration } from "../duration";
import { type Field, key } from "../key";
import { dnsLabel, dnsSubdomain, hostName } from "../names";
import { flag, json } from "../structured";

const SHORTEST_SECONDS = 5;
const LONGEST_SECONDS = 24 * 3600;

const helmValues = json(
    "an object of Helm values",
    z.record(z.string(), z.unknown(), "is not an object of Helm values"),
);

function chartFields(chart: string, version: string): Record<string, Field> {
    const series = version.slice(0, version.lastIndexOf("."));
    return {
        chart: {
            allowed: "a name, an oci:// URL or a local path",
            example: `oci://registry.example.com/charts/${chart}`,
        },
        repository: {
            allowed: "a URL, where chart is a name",
            example: "https://charts.example.com",
        },
        version: {
            allowed: `a version of the ${series} series, unless chart is a local path`,
            example: version,
        },
    };
}

/** Argo CD and the image updater: set by the stack that installs them, but for the namespace. */
export const argoCdKeys = {
    argoCdInstall: key<boolean>({
        description:
            "Whether this stack installs Argo CD and the updater, or joins those there are.",
        allowed: "true or false",
        default: "true",
        example: { value: "true" },
        schema: flag,
    }),
    argoCdNamespace: key<string>({
        description: "Namespace of Argo CD and the updater.",
        allowed: "a DNS label",
        default: "argocd",
        example: { value: "argocd" },
        schema: dnsLabel(),
    }),
    argoCdChart: key<ChartSource>({
        description: "Where Argo CD's chart comes from.",
        allowed:
            "`chart` (name, oci:// URL or local path), `repository` (URL) and `version` " +
            "(of the same minor), each optional; or the `chart` alone",
        default: `argo-cd ${ARGO_CD_CHART.version} from ${ARGO_CD_CHART.repository}`,
        example: { path: ".repository", value: "https://charts.example.com" },
        fields: chartFields(ARGO_CD_CHART.chart, ARGO_CD_CHART.version),
        schema: chartSource(ARGO_CD_CHART),
    }),
    argoCdValues: key<Record<string, unknown>>({
        description: "Helm values for Argo CD, merged last. They are not kept secret.",
        allowed: "an object of Helm values",
        default: "none",
        example: { path: ".server.replicas", value: "2" },
        schema: helmValues,
    }),
    updaterChart: key<ChartSource>({
        description: "Where the image updater's chart comes from.",
        allowed: "as `argoCdChart`",
        default: `argocd-image-updater ${UPDATER_CHART.version} from ${UPDATER_CHART.repository}`,
        example: { path: ".repository", value: "https://charts.example.com" },
        fields: chartFields(UPDATER_CHART.chart, UPDATER_CHART.version),
        schema: chartSource(UPDATER_CHART),
    }),
    updaterValues: key<Record<string, unknown>>({
        description: "Helm values for the image updater, merged last. They are not kept secret.",
        allowed: "an object of Helm values",
        default: "none",
        example: { path: ".nodeSelector.pool", value: "system" },
        schema: helmValues,
    }),
    updaterInterval: key<number>({
        description: "How often the updater asks the registry for new tags.",
        allowed: "a duration from 5s to 24h",
        default: "60s",
        example: { value: "60s" },
        schema: duration(SHORTEST_SECONDS, LONGEST_SECONDS),
    }),
    gitPollInterval: key<number>({
        description: "How often Argo CD asks Git for new commits.",
        allowed: "a duration from 5s to 24h",
        default: "30s",
        example: { value: "30s" },
        schema: duration(SHORTEST_SECONDS, LONGEST_SECONDS),
    }),
    usedBy: key<string[]>({
        description:
            "Other stacks that use this Argo CD or this repository. While there are any, destroy " +
            "is refused.",
        allowed: "a list of stacks",
        default: "none",
        example: { path: "[0]", value: "staging" },
        fields: {
            "*": {
                allowed: "the name of a stack",
                example: "staging",
                fitting: ({ stack }) => (stack === "staging" ? "prod" : "staging"),
            },
        },
        schema: json(
            "a list of stacks",
            z.array(z.string("is not a stack's name"), "is not a list of stacks"),
        ),
    }),
};

/** The way in from outside. */
export const ingressKeys = {
    ingressHost: key<string>({
        description:
            "Host of Argo CD's Ingress, which GitHub must be able to reach by https: brings " +
            "webhooks. Set by the stack that installs Argo CD.",
        allowed: "a host name",
        default: "none: polling",
        example: { value: "argocd.example.com" },
        schema: hostName,
    }),
    ingressClassName: key<string>({
        description: "IngressClass of the Ingresses of Argo CD and the application.",
        allowed: "a DNS name",
        default: "the cluster's default class",
        example: { value: "nginx" },
        schema: dnsSubdomain,
    }),
    ingressTlsSecret: key<string>({
        description:
            "TLS Secret of the Ingresses: that of Argo CD finds it in Argo CD's namespace, the " +
            "application's in the application's.",
        allowed: "the name of a Secret",
        default:
            "none: Argo CD's has the certificate of the Ingress controller, the application's " +
            "has no TLS",
        example: { value: "ingress-tls" },
        schema: dnsSubdomain,
    }),
};
