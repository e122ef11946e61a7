import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { chartInputs, type ChartSource } from "./chartSource";
import { Defaults } from "./defaults";
import { mergeValues } from "./helmValues";
import { Annotations, ReleaseNames, updaterNetworkPolicy, updaterValues } from "./manifests";
import type { WebhookSecret } from "./webhookSecrets";

/** What the updater is installed with. */
export interface ImageUpdaterArgs {
    /**
     * Whether to install it; otherwise one must be there already.
     *
     * @default true
     */
    readonly install?: boolean;
    /**
     * Namespace of Argo CD: the updater watches the one it runs in.
     *
     * @default "argocd"
     */
    readonly namespace?: string;
    /**
     * Where the chart comes from: another version has to be of the same minor one.
     *
     * @default `Charts.ImageUpdater`
     */
    readonly chart?: ChartSource;
    /**
     * Helm values merged last. They are not kept secret.
     *
     * @default none
     */
    readonly values?: Readonly<Record<string, unknown>>;
    /**
     * Seconds between two looks at the registry.
     *
     * @default 60
     */
    readonly intervalSeconds?: number;
    /** The registry of the images. */
    readonly registry: {
        /** Host as in image names: `ghcr.io`. */
        readonly host: string;
        /** URL of its API where that is not `https://<host>`. */
        readonly endpoint?: string;
    };
    /**
     * Host of the Git server; one other than github.com may have an authority of its own.
     *
     * @default "github.com"
     */
    readonly gitHost?: string;
    /**
     * Names of the Applications whose changes become pull requests.
     *
     * @default none
     */
    readonly reviewed?: readonly string[];
    /**
     * Refuses deletion as long as other stacks use the installation.
     *
     * @default false
     */
    readonly protect?: boolean;
    /** The secret that tells of pushed images are signed with, if anybody tells. */
    readonly webhookSecret?: WebhookSecret;
}

/** The Argo CD Image Updater's controller, installed with Helm beside Argo CD. */
export class ImageUpdater extends pulumi.ComponentResource {
    constructor(name: string, args: ImageUpdaterArgs, opts: pulumi.ComponentResourceOptions) {
        super("argocd-image-drift:index:ImageUpdater", name, {}, opts);

        if (args.install ?? true) {
            install(this, name, args);
        }
        this.registerOutputs({});
    }
}

function install(parent: ImageUpdater, name: string, args: ImageUpdaterArgs): void {
    const { namespace = Defaults.argoNamespace, gitHost = "github.com", protect = false } = args;
    const webhooks = args.webhookSecret !== undefined;
    // Before the pods it is about.
    const closed = new k8s.networking.v1.NetworkPolicy(
        name,
        updaterNetworkPolicy({ namespace, webhooks }),
        { parent },
    );
    new k8s.helm.v3.Release(
        name,
        {
            name: ReleaseNames.ImageUpdater,
            namespace,
            ...chartInputs(args.chart ?? Defaults.updaterChart),
            values: mergeValues(
                updaterValues({
                    intervalSeconds: args.intervalSeconds ?? Defaults.updaterIntervalSeconds,
                    registry: args.registry,
                    webhooks,
                    privateAuthority: gitHost !== "github.com",
                    reviewed: args.reviewed ?? [],
                    ...(args.webhookSecret && {
                        podAnnotations: {
                            [Annotations.WebhookChecksum]: args.webhookSecret.checksum,
                        },
                    }),
                }),
                args.values ?? {},
            ),
            timeout: 600,
        },
        { parent, protect, dependsOn: closed },
    );
}
