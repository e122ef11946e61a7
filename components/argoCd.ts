import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { chartInputs, type ChartSource } from "./chartSource";
import { Defaults } from "./defaults";
import { mergeValues } from "./helmValues";
import { Annotations, argoCdValues, ReleaseNames } from "./manifests";
import { WebhookSecrets } from "./webhookSecrets";

/** What Argo CD is installed with. */
export interface ArgoCdArgs {
    /**
     * Whether to install it; otherwise nothing is made: `joinArgoCd` looks at what is there.
     *
     * @default true
     */
    readonly install?: boolean;
    /** Name of this stack. */
    readonly stack: string;
    /**
     * Names of the other stacks that use the installation.
     *
     * @default none
     */
    readonly usedBy?: readonly string[];
    /**
     * Namespace that is made for it.
     *
     * @default "argocd"
     */
    readonly namespace?: string;
    /**
     * Where the chart comes from: another version has to be of the same minor one.
     *
     * @default `Charts.ArgoCd`
     */
    readonly chart?: ChartSource;
    /**
     * Helm values merged last. They are not kept secret.
     *
     * @default none
     */
    readonly values?: Readonly<Record<string, unknown>>;
    /**
     * Seconds between two looks at Git.
     *
     * @default 30
     */
    readonly gitPollIntervalSeconds?: number;
    /**
     * Lines of a known_hosts file, besides those of the public forges.
     *
     * @default none
     */
    readonly knownHosts?: readonly string[];
    /**
     * Refuses deletion as long as other stacks use the installation.
     *
     * @default false
     */
    readonly protect?: boolean;
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

        if (args.install ?? true) {
            const secrets = install(this, name, args);
            if (secrets) {
                this.webhookSecrets = secrets;
            }
        }
        this.registerOutputs({});
    }
}

function install(parent: ArgoCd, name: string, args: ArgoCdArgs): WebhookSecrets | undefined {
    const { protect = false, usedBy = [], webhooks } = args;
    const { namespace: argoNamespace = Defaults.argoNamespace } = args;
    // A namespace of ours, so that what the chart's hooks leave in it goes with it.
    const namespace = new k8s.core.v1.Namespace(
        name,
        {
            metadata: {
                name: argoNamespace,
                // What stacks that join can read, without this one's state.
                annotations: {
                    [Annotations.InstalledBy]: args.stack,
                    [Annotations.UsedBy]: usedBy.join(","),
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
            ...chartInputs(args.chart ?? Defaults.argoCdChart),
            values: mergeValues(
                argoCdValues({
                    namespace: argoNamespace,
                    gitPollIntervalSeconds:
                        args.gitPollIntervalSeconds ?? Defaults.gitPollIntervalSeconds,
                    knownHosts: args.knownHosts ?? [],
                    ...(webhooks && { ingressHost: webhooks.host }),
                    ...(secrets && { webhookSecretReference: secrets.reference }),
                }),
                args.values ?? {},
            ),
            timeout: 600,
        },
        { parent, protect, ...(secrets && { dependsOn: secrets }) },
    );
    return secrets;
}
