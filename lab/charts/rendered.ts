import * as yaml from "yaml";
import { z } from "zod";
import { run } from "../processes/run";
import { KUBERNETES_VERSION } from "../tools/toolTable";

const kubernetesObject = z.looseObject({
    kind: z.string(),
    metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
});

/** An object as `helm template` prints it. */
export type KubernetesObject = z.infer<typeof kubernetesObject>;

export interface RenderArgs {
    readonly helm: string;
    /** Folder or `.tgz`. */
    readonly chart: string;
    readonly release: string;
    /** @default "argocd" */
    readonly namespace?: string;
    readonly values: object;
}

/** The objects a chart makes, hooks included, on the lab's Kubernetes version. */
export async function render(args: RenderArgs): Promise<KubernetesObject[]> {
    const { stdout } = await run(
        args.helm,
        [
            "template",
            args.release,
            args.chart,
            `--namespace=${args.namespace ?? "argocd"}`,
            // The version helm assumes without a cluster depends on how it was built.
            `--kube-version=${KUBERNETES_VERSION}`,
            "--values=-",
        ],
        { input: JSON.stringify(args.values) },
    );
    return yaml
        .parseAllDocuments(stdout)
        .map((document) => document.toJS() as unknown)
        .filter((object) => object !== null)
        .map((object) => kubernetesObject.parse(object));
}
