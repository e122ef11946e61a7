import { stringify } from "yaml";

/** A kubeconfig with the given contexts, all of one cluster. */
export function kubeconfigWith(contexts: readonly string[], current?: string): string {
    return stringify({
        apiVersion: "v1",
        kind: "Config",
        clusters: [{ name: "cluster", cluster: { server: "https://127.0.0.1:6443" } }],
        contexts: contexts.map((name) => ({
            name,
            context: { cluster: "cluster", user: "admin" },
        })),
        users: [{ name: "admin", user: { token: "canary-kubeconfig-token" } }],
        ...(current === undefined ? {} : { "current-context": current }),
    });
}
