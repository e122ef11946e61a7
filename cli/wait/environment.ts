import { z } from "zod";

import { Misuse } from "./arguments";
import { CommandFailed, run } from "./run";

/** Where the environment of a stack is. */
export interface Environment {
    /** As the user named it. */
    readonly stack: string;
    /** Name of Application and ImageUpdater resource, and of the namespace with the pods. */
    readonly instance: string;
    /** Namespace of Argo CD. */
    readonly argoNamespace: string;
    /** Content of a kubeconfig; nothing means the user's own. */
    readonly kubeconfig?: string;
    /** Context in it; nothing means the current one. */
    readonly kubeContext?: string;
    /** What has to be pushed before pods run, an entry an image. */
    readonly waitingFor: readonly string[];
    /** Folder in Git with the environment's tags: `manifests/overlays/production`. */
    readonly writeBackPath: string;
    /** Where the updater's open pull requests are; nothing if it writes to the branch. */
    readonly pullRequests?: string;
}

const PROJECT = "argocd-image-drift";

/** As components/ and stacks/ have it: what the configuration says nothing of. */
export const DEFAULT_ARGO_NAMESPACE = "argocd";

const settings = z.record(
    z.string(),
    z.object({ value: z.string().optional(), secret: z.boolean().optional() }),
);
const outputs = z.object({
    application: z.string().optional(),
    waitingFor: z.array(z.string()).default([]),
    writeBackPath: z.string().default(""),
    pullRequests: z.string().optional(),
});

/**
 * Asks Pulumi, in the current directory. Of the secrets only the kubeconfig is decrypted.
 *
 * @throws Misuse if there is no such stack, or nothing in it yet
 */
export async function findEnvironment(stack: string): Promise<Environment> {
    const [configured, made] = await Promise.all([
        ask(stack, settings, "config", "--json"),
        ask(stack, outputs, "stack", "output", "--json"),
    ]);
    if (made.application === undefined) {
        throw new Misuse(`stack ${stack} has made nothing yet: pulumi up --stack ${stack}`);
    }
    const setting = (key: string) => configured[`${PROJECT}:${key}`];
    const kubeconfig = setting("kubeconfig");
    return {
        stack,
        instance: made.application,
        argoNamespace: setting("argoCdNamespace")?.value || DEFAULT_ARGO_NAMESPACE,
        kubeconfig: kubeconfig?.secret
            ? await pulumi("config", "get", "kubeconfig", "--stack", stack)
            : kubeconfig?.value || undefined,
        kubeContext: setting("kubeContext")?.value || undefined,
        waitingFor: made.waitingFor,
        writeBackPath: made.writeBackPath,
        pullRequests: made.pullRequests,
    };
}

async function ask<T>(stack: string, schema: z.ZodType<T>, ...args: string[]): Promise<T> {
    return schema.parse(JSON.parse(await pulumi(...args, "--stack", stack)));
}

async function pulumi(...args: string[]): Promise<string> {
    try {
        return await run("pulumi", [...args, "--non-interactive"]);
    } catch (error) {
        if (error instanceof CommandFailed) {
            throw new Misuse(error.said);
        }
        throw error;
    }
}
