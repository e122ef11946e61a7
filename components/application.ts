import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

import { Defaults } from "./defaults";
import { credentialFields, readUrl } from "./gitCredentials";
import type { Instance } from "./instance";
import { application, appProject, type GroupKind, Labels, type SyncPolicy } from "./manifests";
import { type RegistryCredentials, pullSecret } from "./registrySecret";
import { repositorySecret } from "./repositorySecret";

/** What an environment in Argo CD is made of. */
export interface ApplicationArgs extends Instance {
    /** Private half of the read-only deploy key. */
    readonly readKey: pulumi.Input<string>;
    /** When and how Argo CD syncs. */
    readonly sync: SyncPolicy;
    /**
     * Kinds the AppProject allows besides those we ship.
     *
     * @default none
     */
    readonly extraKinds?: readonly GroupKind[];
    /** Data of the application's own Secret, which is made if there are any. */
    readonly secrets?: pulumi.Input<Record<string, string>>;
    /**
     * Keys of that Secret whose values are made up once.
     *
     * @default none
     */
    readonly generatedSecrets?: readonly string[];
    /** What pods pull their images with; nothing for public images. */
    readonly registry?: RegistryCredentials;
}

/**
 * One environment in Argo CD: AppProject, destination namespace with its Secrets, and the
 * Application. Ready once Argo CD has synced it; whether its pods run is another question, because
 * their images may not have been built yet.
 */
export class Application extends pulumi.ComponentResource {
    /** Name of the Application, known once it is synced. */
    readonly applicationName: pulumi.Output<string>;
    /** What the provider finds the object by; unknown as long as there is none. */
    readonly objectId: pulumi.Output<pulumi.ID>;

    constructor(name: string, args: ApplicationArgs, opts: pulumi.ComponentResourceOptions) {
        super("argocd-image-drift:index:Application", name, {}, opts);

        const repositoryUrl = readUrl(args.repository);
        const argoNamespace = args.argoNamespace ?? Defaults.argoNamespace;
        const described = { ...args, argoNamespace, repositoryUrl };
        const project = customResource(this, `${name}-project`, appProject(described), []);
        const readSecret = repositorySecret(this, `${name}-read`, {
            name: args.names.readSecret,
            namespace: argoNamespace,
            project: args.names.instance,
            url: repositoryUrl,
            fields: credentialFields({ type: "deployKey", privateKey: args.readKey }),
        });
        // A resource of the stack: made by Argo CD, it would outlive `destroy`.
        const namespace = new k8s.core.v1.Namespace(
            name,
            {
                metadata: {
                    name: args.names.instance,
                    labels: { [Labels.PartOf]: args.app.name },
                },
            },
            { parent: this },
        );
        const secrets = appSecrets(this, name, args, namespace);

        const made = customResource(this, name, application(described), [
            project,
            readSecret,
            namespace,
            ...secrets,
        ]);
        this.applicationName = made.metadata.name;
        this.objectId = made.id;
        this.registerOutputs({ applicationName: this.applicationName });
    }
}

function appSecrets(
    parent: Application,
    name: string,
    args: ApplicationArgs,
    namespace: k8s.core.v1.Namespace,
): pulumi.Resource[] {
    const { generatedSecrets = [] } = args;
    const made: pulumi.Resource[] = [];
    const inNamespace = namespace.metadata.name;
    if (args.secrets !== undefined || generatedSecrets.length > 0) {
        const generated = generatedSecrets.map((key) => {
            const password = new random.RandomPassword(
                `${name}-${key}`,
                { length: 32, special: false },
                { parent },
            );
            return password.result.apply((value) => [key, value] as const);
        });
        const data = pulumi
            .all([args.secrets ?? {}, pulumi.all(generated)])
            .apply(([given, made]) => ({ ...given, ...Object.fromEntries(made) }));
        made.push(
            new k8s.core.v1.Secret(
                `${name}-app`,
                {
                    metadata: { name: args.names.appSecret, namespace: inNamespace },
                    stringData: pulumi.secret(data),
                },
                { parent },
            ),
        );
    }
    if (args.registry) {
        made.push(
            pullSecret(parent, `${name}-pull`, {
                name: args.names.pullSecret,
                namespace: inNamespace,
                credentials: args.registry,
            }),
        );
    }
    return made;
}

/** The provider's type for custom resources leaves `spec` open: ours are typed by their renderers. */
function customResource(
    parent: Application,
    name: string,
    object: { readonly apiVersion: string; readonly kind: string; readonly metadata: object },
    dependsOn: pulumi.Resource[],
): k8s.apiextensions.CustomResource {
    return new k8s.apiextensions.CustomResource(name, object, { parent, dependsOn });
}
