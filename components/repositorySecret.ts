import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { ArgoCdSecretTypes, Labels } from "./manifests";

export interface RepositorySecretArgs {
    readonly name: string;
    /** Namespace of Argo CD. */
    readonly namespace: string;
    /** AppProject that may use it: stacks that share an Argo CD never pick each other's key. */
    readonly project: string;
    /** URL of the repository, exactly as its user spells it. */
    readonly url: string;
    /** Credentials: `sshPrivateKey`, or `username` and `password`. */
    readonly fields: Readonly<Record<string, pulumi.Input<string>>>;
}

/**
 * A Secret that Argo CD and the updater read a repository's credentials from.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#repositories
 */
export function repositorySecret(
    parent: pulumi.ComponentResource,
    name: string,
    args: RepositorySecretArgs,
): k8s.core.v1.Secret {
    return new k8s.core.v1.Secret(
        name,
        {
            metadata: {
                name: args.name,
                namespace: args.namespace,
                labels: { [Labels.ArgoCdSecretType]: ArgoCdSecretTypes.Repository },
            },
            stringData: pulumi.secret({
                type: "git",
                url: args.url,
                project: args.project,
                ...args.fields,
            }),
        },
        { parent },
    );
}
