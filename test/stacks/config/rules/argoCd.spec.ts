import { refuse } from "../../../support/contradictions";
import { kubeconfigWith } from "../../../support/kubeconfigs";

describe("keys of the cluster and Argo CD, together", () => {
    refuse([
        [
            "a context that is not in the kubeconfig",
            { kubeconfig: kubeconfigWith(["a"], "a"), kubeContext: "b" },
            { kubeContext: "is no context of the kubeconfig" },
        ],
        [
            "a kubeconfig without current context",
            { kubeconfig: kubeconfigWith(["a"]) },
            { kubeContext: "is missing: the kubeconfig has no current context" },
        ],
        [
            "a kubeconfig whose current context is not in it",
            { kubeconfig: kubeconfigWith(["a"], "b") },
            { kubeContext: "is missing: the kubeconfig's current context is not in it" },
        ],
        [
            "joining Argo CD and settings of its owner",
            {
                argoCdInstall: false,
                argoCdChart: "argo-cd",
                argoCdValues: { a: 1 },
                updaterChart: "argocd-image-updater",
                updaterValues: { a: 1 },
                updaterInterval: "60s",
                gitPollInterval: "60s",
                registryEndpoint: "https://mirror.example.com",
                knownHosts: "github.com ssh-ed25519 AAAA",
                ingressHost: "argocd.example.com",
                usedBy: ["prod"],
            },
            Object.fromEntries(
                [
                    "argoCdChart",
                    "argoCdValues",
                    "updaterChart",
                    "updaterValues",
                    "updaterInterval",
                    "gitPollInterval",
                    "registryEndpoint",
                    "knownHosts",
                    "ingressHost",
                    "usedBy",
                ].map((key) => [key, "contradicts argoCdInstall false"]),
            ),
        ],
        ["a stack used by itself", { usedBy: ["dev"] }, { "usedBy[0]": "is this stack itself" }],
        ["a user nobody knows", { usedBy: ["qa"] }, { "usedBy[0]": "is no stack there is" }],
        ["a user twice", { usedBy: ["prod", "prod"] }, { "usedBy[1]": "is there twice" }],
        [
            "an Ingress' class and certificate, and no Ingress",
            { ingressClassName: "nginx", ingressTlsSecret: "tls" },
            {
                ingressClassName: "has no effect without ingressHost or appHost",
                ingressTlsSecret: "has no effect without ingressHost or appHost",
            },
        ],
        [
            "one host for two Ingresses",
            { ingressHost: "a.example.com", appHost: "a.example.com" },
            {
                appHost: "is ingressHost too",
            },
        ],
        [
            "a registry's password without user",
            { registryPassword: "x" },
            { registryUsername: "is missing: registryPassword is set" },
        ],
        [
            "a registry's user without password",
            { registryUsername: "x" },
            { registryPassword: "is missing: registryUsername is set" },
        ],
    ]);
});
