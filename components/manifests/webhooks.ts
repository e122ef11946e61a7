import { GHCR } from "./names";

/**
 * Where GitHub tells Argo CD of commits.
 *
 * @param host of the Ingress: `argocd.example.com`
 */
export function pushHookUrl(host: string): string {
    return `https://${host}/api/webhook`;
}

/** Path below the Ingress' host that is the updater's; all others are Argo CD's. */
export const UPDATER_WEBHOOK_PATH = "/webhook";

/** Where GitHub tells the updater of images. The handler is chosen by the query. */
export function packageHookUrl(host: string): string {
    return `https://${host}${UPDATER_WEBHOOK_PATH}?type=${GHCR}`;
}

/**
 * Whether a repository's webhooks tell of images pushed to a registry: GitHub does so for its own.
 *
 * @param registry host as in image names
 */
export function tellsOfPackages(registry: string): boolean {
    return registry === GHCR;
}
