/** Programs that print what docs/troubleshooting.md says of them, by the names it gives them. */
export const UPSTREAM: Readonly<Record<string, readonly string[]>> = {
    updater: ["argocd-image-updater"],
    "Argo CD": ["argocd"],
    kubelet: ["kubelet"],
    Kubernetes: ["kube-apiserver", "kube-controller-manager"],
    pulumi: ["pulumi"],
    registry: ["docker-registry"],
    git: ["git"],
    ssh: ["ssh"],
};

/** Programs of the lab besides, whose words appear in what those print. */
export const BESIDES = ["containerd"];
