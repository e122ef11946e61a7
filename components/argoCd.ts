import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { chartInputs, type ChartSource } from "./chartSource";
import { mergeValues } from "./helmValues";
import { argoCdValues, ReleaseNames } from "./manifests";

export interface ArgoCdArgs {
    /** Whether to install it; otherwise the namespace must hold an installation already. */
    readonly install: boolean;
    readonly namespace: string;
    readonly chart: ChartSource;
    /** Helm values merged last. */
    readonly values: Readonly<Record<string, unknown>>;
    /** Seconds between two looks at Git. */
    readonly gitPollIntervalSeconds: number;
    /** Lines of a known_hosts file, besides those of the public forges. */
    readonly knownHosts: readonly string[];
    /** Refuses deletion as long as other stacks use the installation. */
    readonly protect: boolean;
}

/** Argo CD in a namespace of its own, installed with Helm, or the one that is there already. */
export class ArgoCd extends pulumi.ComponentResource {
    constructor(name: string, args: ArgoCdArgs, opts: pulumi.ComponentResourceOptions) {
        super("argocd-image-drift:index:ArgoCd", name, {}, opts);

        if (args.install) {
            install(this, name, args);
        } else {
            k8s.core.v1.Namespace.get(name, args.namespace, { parent: this });
        }
        this.registerOutputs({});
    }
}

function install(parent: ArgoCd, name: string, args: ArgoCdArgs): void {
    const { protect } = args;
    // A namespace of ours, so that what the chart's hooks leave in it goes with it.
    const namespace = new k8s.core.v1.Namespace(
        name,
        { metadata: { name: args.namespace } },
        { parent, protect },
    );
    new k8s.helm.v3.Release(
        `${name}-release`,
        {
            name: ReleaseNames.ArgoCd,
            namespace: namespace.metadata.name,
            ...chartInputs(args.chart),
            values: mergeValues(
                argoCdValues({
                    namespace: args.namespace,
                    gitPollIntervalSeconds: args.gitPollIntervalSeconds,
                    knownHosts: args.knownHosts,
                }),
                args.values,
            ),
            timeout: 600,
        },
        { parent, protect },
    );
}
