import { parse } from "yaml";
import { z } from "zod";

const named = z.array(z.object({ name: z.string() }));

const file = z.object({
    clusters: named.min(1),
    contexts: z
        .array(z.object({ name: z.string(), context: z.object({ cluster: z.string() }) }))
        .min(1),
    "current-context": z.string().optional(),
});

export type Kubeconfig = z.output<typeof file>;

/**
 * The content of a kubeconfig file. The messages say what is wrong without a word of the content,
 * which is a secret.
 *
 * @see https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/
 */
export const kubeconfig: z.ZodType<string, string> = z.string().superRefine((text, context) => {
    const reason = kubeconfigFault(text);
    if (reason !== undefined) {
        context.addIssue({ code: "custom", message: reason });
    }
});

/** The file's clusters and contexts, or nothing if it is no kubeconfig. */
export function readKubeconfig(text: string): Kubeconfig | undefined {
    return file.safeParse(parsedYaml(text)).data;
}

/** The name of the current context, else of the first one there is. */
export function usualContext({ contexts, ...config }: Kubeconfig): string | undefined {
    const names = contexts.map(({ name }) => name);
    return names.find((name) => name === config["current-context"]) ?? names[0];
}

function kubeconfigFault(text: string): string | undefined {
    const content = parsedYaml(text);
    if (content === undefined) {
        return "is not YAML";
    }
    if (typeof content === "string") {
        return "is one line of text; give the file's content, not its path";
    }
    const config = readKubeconfig(text);
    if (config === undefined) {
        return "is not a kubeconfig: it needs clusters and contexts that name their cluster";
    }
    const clusters = new Set(config.clusters.map(({ name }) => name));
    return config.contexts.every(({ context }) => clusters.has(context.cluster))
        ? undefined
        : "has a context whose cluster is not in it";
}

function parsedYaml(text: string): unknown {
    try {
        return parse(text, { logLevel: "error" });
    } catch {
        return undefined;
    }
}
