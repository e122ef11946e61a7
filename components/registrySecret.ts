import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { SecretKeys, SecretTypes } from "./manifests";

/** What images are pulled, and tags listed, with. */
export interface RegistryCredentials {
    /** Host as in image names: `ghcr.io`. */
    readonly host: string;
    /** User that pulls. */
    readonly username: pulumi.Input<string>;
    /** That user's password or token. */
    readonly password: pulumi.Input<string>;
}

export interface RegistrySecretArgs {
    readonly name: string;
    readonly namespace: pulumi.Input<string>;
    readonly credentials: RegistryCredentials;
}

/** A Secret in the format of Docker's `config.json`: what the kubelet pulls images with. */
export function pullSecret(
    parent: pulumi.ComponentResource,
    name: string,
    { name: secretName, namespace, credentials }: RegistrySecretArgs,
): k8s.core.v1.Secret {
    const config = pulumi
        .all([credentials.username, credentials.password])
        .apply(([username, password]) => {
            const auth = Buffer.from(`${username}:${password}`).toString("base64");
            return JSON.stringify({ auths: { [credentials.host]: { username, password, auth } } });
        });
    return new k8s.core.v1.Secret(
        name,
        {
            metadata: { name: secretName, namespace },
            type: SecretTypes.DockerConfigJson,
            stringData: pulumi.secret({ [SecretKeys.DockerConfigJson]: config }),
        },
        { parent },
    );
}

/**
 * What the updater lists tags with, as `user:password`. Not in Docker's format: there the updater
 * looks for the host of the registry's API, which is not that of image names behind a mirror, or at
 * Docker Hub.
 */
export function tagListSecret(
    parent: pulumi.ComponentResource,
    name: string,
    { name: secretName, namespace, credentials }: RegistrySecretArgs,
): k8s.core.v1.Secret {
    const { username, password } = credentials;
    return new k8s.core.v1.Secret(
        name,
        {
            metadata: { name: secretName, namespace },
            stringData: pulumi.secret({
                [SecretKeys.RegistryCredentials]: pulumi.interpolate`${username}:${password}`,
            }),
        },
        { parent },
    );
}

/** The credentials of a registry, if it has any. */
export function registryCredentials(registry: {
    readonly host: string;
    readonly username?: pulumi.Input<string>;
    readonly password?: pulumi.Input<string>;
}): RegistryCredentials | undefined {
    const { host, username, password } = registry;
    return username === undefined || password === undefined
        ? undefined
        : { host, username, password };
}
