import * as github from "@pulumi/github";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { Defaults } from "./defaults";
import { argoCdIngress, packageHookUrl, pushHookUrl } from "./manifests";
import type { RepositoryLookup } from "./repositoryLookup";
import type { WebhookSecret, WebhookSecrets } from "./webhookSecrets";

/** Who tells whom, and over which way. */
export interface WebhooksArgs {
    /**
     * Namespace of Argo CD.
     *
     * @default "argocd"
     */
    readonly namespace?: string;
    /** The way in from outside; without one there are no webhooks. */
    readonly ingress?: {
        /** Host name that GitHub can resolve. */
        readonly host: string;
        /** IngressClass; the cluster's default if absent. */
        readonly className?: string;
        /** TLS Secret in Argo CD's namespace; the controller's own certificate if absent. */
        readonly tlsSecret?: string;
    };
    /** What the receivers check signatures with; without them there are no webhooks. */
    readonly secrets?: Pick<WebhookSecrets, "push" | "package">;
    /** The repository that tells of its commits, and of its packages. */
    readonly repository: {
        /** Waiting for it is waiting for the repository. */
        readonly name: pulumi.Output<string>;
        /** The same name, known at once. */
        readonly plainName: string;
        /** Set if the repository goes with the stack; hooks then need not be deleted one by one. */
        readonly deletedWith: github.Repository | undefined;
    };
    /** User or organisation that owns the packages. */
    readonly owner: string;
    /** What GitHub has already. */
    readonly found: Pick<RepositoryLookup, "unknownWebhooks" | "fullName">;
}

/**
 * The way from GitHub to Argo CD and to the updater: an Ingress for both, and the repository's
 * webhooks, made once the Ingress has an address, because GitHub tries them at once.
 */
export class Webhooks extends pulumi.ComponentResource {
    constructor(name: string, args: WebhooksArgs, opts: pulumi.ComponentResourceOptions) {
        super("argocd-image-drift:index:Webhooks", name, {}, opts);

        const { ingress, secrets } = args;
        if (ingress && secrets) {
            const { host } = ingress;
            const wayIn = new k8s.networking.v1.Ingress(
                name,
                argoCdIngress({
                    ...ingress,
                    namespace: args.namespace ?? Defaults.argoNamespace,
                    updater: secrets.package !== undefined,
                }),
                { parent: this },
            );
            const common = { parent: this, wayIn, args };
            makeHook(`${name}-push`, "push", pushHookUrl(host), secrets.push, common);
            if (secrets.package) {
                warnOfCapitals(this, args);
                makeHook(
                    `${name}-package`,
                    "package",
                    packageHookUrl(host),
                    secrets.package,
                    common,
                );
            }
        }
        this.registerOutputs({});
    }
}

/** Names of images are lower case, and the updater compares letter by letter before version 1.3. */
function warnOfCapitals(component: Webhooks, { found, owner }: WebhooksArgs): void {
    const [spelt = ""] = found.fullName.split("/");
    const login = spelt === "" ? owner : spelt;
    if (login !== login.toLowerCase()) {
        void pulumi.log.warn(
            `GitHub's events name the owner of packages as it is spelt, ${login}, and the Image ` +
                `Updater takes them for other images than those of ${login.toLowerCase()}. New tags ` +
                `are found by polling only. To poll as often as without webhooks: ` +
                `pulumi config set updaterInterval 60s.`,
            component,
        );
    }
}

function makeHook(
    name: string,
    event: "push" | "package",
    url: string,
    secret: WebhookSecret,
    common: {
        readonly parent: Webhooks;
        readonly wayIn: k8s.networking.v1.Ingress;
        readonly args: WebhooksArgs;
    },
): void {
    const { parent, wayIn, args } = common;
    const { repository, found } = args;
    // A run that was killed after GitHub's answer left one that the state does not have. Its secret
    // cannot be read: the import is followed by an update, which gives it ours.
    const orphan = found.unknownWebhooks.find((hook) => hook.url === url);
    new github.RepositoryWebhook(
        name,
        {
            repository: repository.name,
            events: [event],
            active: true,
            configuration: {
                url,
                // The receivers read no other.
                contentType: "json",
                insecureSsl: false,
                secret: secret.value,
            },
        },
        {
            parent,
            dependsOn: wayIn,
            ...(orphan && { import: `${repository.plainName}/${orphan.id}` }),
            ...(repository.deletedWith && { deletedWith: repository.deletedWith }),
        },
    );
}
