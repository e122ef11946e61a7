import { createHash } from "node:crypto";

import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

import { Labels, PART_OF_ARGO_CD, SecretKeys, SecretNames, tellsOfPackages } from "./manifests";

/** Where the secrets are put, and for which registry. */
export interface WebhookSecretsArgs {
    /** Namespace of Argo CD. */
    readonly namespace: pulumi.Input<string>;
    /** Name of the Secret that Argo CD reads. */
    readonly secretName: string;
    /** Host of the registry that images are pushed to. */
    readonly registry: string;
    /** Another number makes other secrets. */
    readonly generation: number;
}

/** What is signed with one of the secrets. */
export interface WebhookSecret {
    /** For the sender; the receiver has it in its Secret. */
    readonly value: pulumi.Output<string>;
    /** A hash, no secret, that changes with it. */
    readonly checksum: pulumi.Output<string>;
}

/**
 * The secrets that GitHub signs its events with, made up once, at their receivers' end: in a Secret
 * for Argo CD, and in one for the updater if the registry's pushes are told of at all.
 */
export class WebhookSecrets extends pulumi.ComponentResource {
    /** What pushes to the repository are signed with. */
    readonly push: WebhookSecret;
    /** Where Argo CD finds it: `$<Secret>:<key>`. */
    readonly reference: string;
    /** What pushes to the registry are signed with; absent if nobody tells of them. */
    readonly package?: WebhookSecret;

    constructor(name: string, args: WebhookSecretsArgs, opts: pulumi.ComponentResourceOptions) {
        super("argocd-image-drift:index:WebhookSecrets", name, {}, opts);

        this.push = makeUp(this, `${name}-push`, args);
        this.reference = `$${args.secretName}:${SecretKeys.GitHubWebhook}`;
        new k8s.core.v1.Secret(
            `${name}-push`,
            {
                metadata: {
                    name: args.secretName,
                    namespace: args.namespace,
                    // Argo CD resolves references in Secrets with this label only.
                    labels: { [Labels.PartOf]: PART_OF_ARGO_CD },
                },
                stringData: pulumi.secret({ [SecretKeys.GitHubWebhook]: this.push.value }),
            },
            { parent: this },
        );
        if (tellsOfPackages(args.registry)) {
            this.package = makeUp(this, `${name}-package`, args);
            new k8s.core.v1.Secret(
                `${name}-package`,
                {
                    metadata: { name: SecretNames.ImageUpdater, namespace: args.namespace },
                    stringData: pulumi.secret({ [SecretKeys.GhcrWebhook]: this.package.value }),
                },
                { parent: this },
            );
        }
        this.registerOutputs({});
    }
}

function makeUp(parent: WebhookSecrets, name: string, args: WebhookSecretsArgs): WebhookSecret {
    const { result } = new random.RandomPassword(
        name,
        { length: 48, special: false, keepers: { generation: String(args.generation) } },
        { parent },
    );
    return {
        value: pulumi.secret(result),
        // Of 48 random characters a hash tells nothing.
        checksum: pulumi.unsecret(
            result.apply((value) => createHash("sha256").update(value).digest("hex")),
        ),
    };
}
