import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { chartInputs, type ChartSource } from "./chartSource";
import { mergeValues } from "./helmValues";
import { Annotations, ReleaseNames, updaterNetworkPolicy, updaterValues } from "./manifests";
import type { WebhookSecret } from "./webhookSecrets";

export interface ImageUpdaterArgs {
    /** Whether to install it; otherwise one must be there already. */
    readonly install: boolean;
    /** Namespace of Argo CD: the updater watches the one it runs in. */
    readonly namespace: string;
    readonly chart: ChartSource;
    /** Helm values merged last. */
    readonly values: Readonly<Record<string, unknown>>;
    /** Seconds between two looks at the registry. */
    readonly intervalSeconds: number;
    readonly registry: {
        /** Host as in image names: `ghcr.io`. */
        readonly host: string;
        /** URL of its API where that is not `https://<host>`. */
        readonly endpoint?: string;
    };
    /** Host of the Git server; one other than github.com may have an authority of its own. */
    readonly gitHost: string;
    /** Names of the Applications whose changes become pull requests. */
    readonly reviewed: readonly string[];
    /** Refuses deletion as long as other stacks use the installation. */
    readonly protect: boolean;
    /** The secret that tells of pushed images are signed with, if anybody tells. */
    readonly webhookSecret?: WebhookSecret;
}

/** The Argo CD Image Updater's controller, installed with Helm beside Argo CD. */
export class ImageUpdater extends pulumi.ComponentResource {
    constructor(name: string, args: ImageUpdaterArgs, opts: pulumi.ComponentResourceOptions) {
        super("argocd-image-drift:index:ImageUpdater", name, {}, opts);

        if (args.install) {
            install(this, name, args);
        }
        this.registerOutputs({});
    }
}

function install(parent: ImageUpdater, name: string, args: ImageUpdaterArgs): void {
    const webhooks = args.webhookSecret !== undefined;
    // Before the pods it is about.
    const closed = new k8s.networking.v1.NetworkPolicy(
        name,
        updaterNetworkPolicy({ namespace: args.namespace, webhooks }),
        { parent },
    );
    new k8s.helm.v3.Release(
        name,
        {
            name: ReleaseNames.ImageUpdater,
            namespace: args.namespace,
            ...chartInputs(args.chart),
            values: mergeValues(
                updaterValues({
                    intervalSeconds: args.intervalSeconds,
                    registry: args.registry,
                    webhooks,
                    privateAuthority: args.gitHost !== "github.com",
                    reviewed: args.reviewed,
                    ...(args.webhookSecret && {
                        podAnnotations: {
                            [Annotations.WebhookChecksum]: args.webhookSecret.checksum,
                        },
                    }),
                }),
                args.values,
            ),
            timeout: 600,
        },
        { parent, protect: args.protect, dependsOn: closed },
    );
}
