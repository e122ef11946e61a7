import type * as pulumi from "@pulumi/pulumi";

import type { GitAddress } from "./instance";

/** How the updater signs in to write: a deploy key over SSH, or a token over HTTPS. */
export type GitCredentials =
    | { readonly type: "deployKey"; readonly privateKey: pulumi.Input<string> }
    | { readonly type: "token"; readonly token: pulumi.Input<string> };

/** URL that Argo CD reads. */
export function readUrl({ host, owner, name }: GitAddress): string {
    return `git@${host}:${owner}/${name}.git`;
}

/**
 * URL that the updater writes. Never the one that Argo CD reads: credentials are looked up by
 * normalised URL, which keeps an explicit port, so that the two keys stay apart.
 */
export function writeUrl({ host, owner, name }: GitAddress, type: GitCredentials["type"]): string {
    return type === "deployKey"
        ? `ssh://git@${host}:22/${owner}/${name}.git`
        : `https://${host}/${owner}/${name}.git`;
}

/** The fields of a repository Secret that hold the credentials. */
export function credentialFields(
    credentials: GitCredentials,
): Record<string, pulumi.Input<string>> {
    return credentials.type === "deployKey"
        ? { sshPrivateKey: credentials.privateKey }
        : // GitHub takes any user name beside a token; this one is its documented stand-in.
          { username: "x-access-token", password: credentials.token };
}
