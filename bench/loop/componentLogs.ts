import { z } from "zod";

import type { ClusterApi } from "../../lab/loop/clusterApi";

const pods = z.object({ items: z.array(z.object({ metadata: z.object({ name: z.string() }) })) });

/** What takes part in the loop and writes a log, by the beginning of its pod's name. */
export const COMPONENTS = {
    updater: "argocd-image-updater",
    server: "argocd-server",
    controller: "argocd-application-controller",
    repoServer: "argocd-repo-server",
} as const;

export type Component = keyof typeof COMPONENTS;

export interface LogLine {
    /** When the container runtime got it, in milliseconds since the epoch. */
    readonly at: number;
    readonly text: string;
}

export type Logs = Readonly<Record<Component, readonly LogLine[]>>;

/** What all of them have written since a moment. To be read afterwards: it costs them time. */
export async function logsSince(api: ClusterApi, since: number): Promise<Logs> {
    const namespace = "/api/v1/namespaces/argocd/pods";
    const names =
        (await api.get(namespace, pods))?.items.map(({ metadata }) => metadata.name) ?? [];
    const query = `log?timestamps=true&sinceTime=${new Date(since - 1000).toISOString()}`;
    const read = async (prefix: string): Promise<LogLine[]> => {
        const texts = await Promise.all(
            names
                .filter((name) => name.startsWith(prefix))
                .map((name) => api.getText(`${namespace}/${name}/${query}`)),
        );
        return texts.flatMap((text) => logLines(text ?? "")).filter(({ at }) => at >= since);
    };
    const entries = await Promise.all(
        Object.entries(COMPONENTS).map(async ([name, prefix]) => [name, await read(prefix)]),
    );
    return Object.fromEntries(entries) as Logs;
}

/** @param text lines that begin with a time of RFC 3339, as `kubectl logs --timestamps` prints */
export function logLines(text: string): LogLine[] {
    return text
        .split("\n")
        .map((line) => ({ at: Date.parse(line.slice(0, line.indexOf(" "))), text: line }))
        .filter(({ at }) => !Number.isNaN(at));
}
