/** The bridge that carries the lab's addresses. */
export const BRIDGE = "lab0";

/** The node: API server (HTTPS, 6443), kubelet, CoreDNS (53). */
export const NODE_ADDRESS = "10.77.0.1";
/** `git.lab`, the GitHub stand-in: HTTPS 443, SSH 22. */
export const GIT_ADDRESS = "10.77.0.2";
/** `registry.lab`: plain HTTP, ports 5000 and, private, 5001. */
export const REGISTRY_ADDRESS = "10.77.0.3";
/** The proxy that Ingresses are reached by: HTTPS 443. */
export const INGRESS_ADDRESS = "10.77.0.4";

export const GIT_HOST = "git.lab";
export const REGISTRY_HOST = "registry.lab";
/** Host for Argo CD's Ingress: the one name that leads to {@link INGRESS_ADDRESS}. */
export const ARGO_CD_HOST = "argocd.lab";
export const REGISTRY_PORT = 5000;
/** The same images for those who sign in only. */
export const PRIVATE_REGISTRY_PORT = 5001;
export const NODE_NAME = "lab";

export const API_PORT = 6443;
export const API_URL = `https://${NODE_ADDRESS}:${API_PORT}`;
export const REGISTRY_URL = `http://${REGISTRY_ADDRESS}:${REGISTRY_PORT}`;
export const PRIVATE_REGISTRY_URL = `http://${REGISTRY_ADDRESS}:${PRIVATE_REGISTRY_PORT}`;
/** Where the stand-in answers the lab itself: health, and events of the registry. */
export const GITHUB_ADMIN = "127.0.0.1:7701";
/** Where the Ingress proxy says whether it is ready. */
export const INGRESS_HEALTH = "127.0.0.1:7702";

export const PREFIX_LENGTH = 24;
export const POD_CIDR = "10.78.0.0/16";
export const SERVICE_CIDR = "10.79.0.0/16";
/** First address of {@link SERVICE_CIDR}: the Service `kubernetes`. */
export const API_SERVICE_ADDRESS = "10.79.0.1";

export const LAB_HOSTS: Readonly<Record<string, string>> = {
    [NODE_NAME]: NODE_ADDRESS,
    [GIT_HOST]: GIT_ADDRESS,
    [REGISTRY_HOST]: REGISTRY_ADDRESS,
    [ARGO_CD_HOST]: INGRESS_ADDRESS,
};
