import type { EngineLog } from "../../../../lab/providers/protocol/engineLog";
import { KubernetesProvider } from "../../../../lab/providers/kubernetes/provider";
import type { FakeApiServer } from "./fakeApiServer";

/** A configured provider in front of a fake API server. */
export interface Harness {
    readonly provider: KubernetesProvider;
    /** What the engine was told: severity, or "status", and text. */
    readonly told: [kind: string, text: string][];
    readonly cancel: () => void;
}

export function urnOf(type: string, name = "thing"): { urn: string; type: string; name: string } {
    return { urn: `urn:pulumi:dev::test::${type}::${name}`, type, name };
}

/** A provider for the server at `url`. */
export async function kubernetesProvider(
    url: string,
    config: Readonly<Record<string, string>> = {},
): Promise<Harness> {
    const provider = new KubernetesProvider();
    const cancellation = new AbortController();
    const told: [string, string][] = [];
    const log: EngineLog = {
        message: (severity, _urn, text) => told.push([severity, text]),
        status: (_severity, _urn, text) => told.push(["status", text]),
    };
    const kubeconfig = JSON.stringify({
        "current-context": "fake",
        contexts: [{ name: "fake", context: { cluster: "fake", user: "fake" } }],
        clusters: [{ name: "fake", cluster: { server: url } }],
        users: [{ name: "fake", user: { token: "token" } }],
    });
    await provider.configure({ kubeconfig, ...config }, { log, cancelled: cancellation.signal });
    return {
        provider,
        told,
        cancel: () => {
            cancellation.abort();
        },
    };
}

/** The requests that change something, as `METHOD path`. */
export function writes(server: FakeApiServer): string[] {
    return server.seen
        .filter(({ method, query }) => method !== "GET" && query["dryRun"] === undefined)
        .map(({ method, path }) => `${method} ${path}`);
}
