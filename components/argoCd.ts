import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { chartInputs, type ChartSource } from "./chartSource";
import { mergeValues } from "./helmValues";
import { Annotations, argoCdValues, ReleaseNames } from "./manifests";
import { WebhookSecrets } from "./webhookSecrets";

export interface ArgoCdArgs {
    /** Whether to install it; otherwise nothing is made: `joinArgoCd` looks at what is there. */
    readonly install: boolean;
    /** Name of this stack. */
    readonly stack: string;
    /** Names of the other stacks that use the installation. */
    readonly usedBy: readonly string[];
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
    /** Listens to webhooks; Git is asked now and then, and nothing else, if absent. */
    readonly webhooks?: {
        /** Host of the Ingress in front of it. */
        readonly host: string;
        /** Name of the Secret with what GitHub signs its events with. */
        readonly secretName: string;
        /** Host of the registry that images are pushed to. */
        readonly registry: string;
        /** Another number makes other secrets. */
        readonly generation: number;
    };
}

/** Argo CD in a namespace of its own, installed with Helm. */
export class ArgoCd extends pulumi.ComponentResource {
    /** The secrets of webhooks, for their sender; absent without webhooks. */
    readonly webhookSecrets?: WebhookSecrets;

    constructor(name: string, args: ArgoCdArgs, opts: pulumi.ComponentResourceOptions) {
        super("argocd-image-drift:index:ArgoCd", name, {}, opts);

        if (args.install) {
            const secrets = install(this, name, args);
            if (secrets) {
                this.webhookSecrets = secrets;
            }
        }
        this.registerOutputs({});
    }
}

function install(parent: ArgoCd, name: string, args: ArgoCdArgs): WebhookSecrets | undefined {
    const { protect, webhooks } = args;
    // A namespace of ours, so that what the chart's hooks leave in it goes with it.
    const namespace = new k8s.core.v1.Namespace(
        name,
        {
            metadata: {
                name: args.namespace,
                // What stacks that join can read, without this one's state.
                annotations: {
                    [Annotations.InstalledBy]: args.stack,
                    [Annotations.UsedBy]: args.usedBy.join(","),
                },
            },
        },
        { parent, protect },
    );
    // Before those who read them: the updater does so only at its start.
    const secrets =
        webhooks &&
        new WebhookSecrets(
            `${name}-webhooks`,
            { ...webhooks, namespace: namespace.metadata.name },
            { parent },
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
                    ...(webhooks && { ingressHost: webhooks.host }),
                    ...(secrets && { webhookSecretReference: secrets.reference }),
                }),
                args.values,
            ),
            timeout: 600,
        },
        { parent, protect, ...(secrets && { dependsOn: secrets }) },
    );
    return secrets;
}
