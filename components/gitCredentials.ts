import type * as pulumi from "@pulumi/pulumi";

import type { GitAddress } from "./instance";

/** A GitHub App, installed where the repository is. */
export interface GitHubApp {
    /** The number called App ID on its page. */
    readonly id: number;
    /** Number of its installation on the repository's owner. */
    readonly installationId: number;
    /** RSA, in PEM. */
    readonly privateKey: pulumi.Input<string>;
    /** Root of the REST API: `https://git.example.com/api/v3`; absent for github.com. */
    readonly apiUrl?: string;
}

/**
 * How the updater signs in to write: a deploy key over SSH; over HTTPS a token, or the short-lived
 * ones that it is given as an App.
 */
export type GitCredentials =
    | { readonly type: "deployKey"; readonly privateKey: pulumi.Input<string> }
    | { readonly type: "token"; readonly token: pulumi.Input<string> }
    | { readonly type: "githubApp"; readonly app: GitHubApp };

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

/**
 * The fields of a repository Secret that hold the credentials. None of those that switch the check
 * of host keys or certificates off is ever among them.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/argocd-repo-creds-yaml/
 */
export function credentialFields(
    credentials: GitCredentials,
): Record<string, pulumi.Input<string>> {
    switch (credentials.type) {
        case "deployKey":
            return { sshPrivateKey: credentials.privateKey };
        case "token":
            // GitHub takes any user name beside a token; this one is its documented stand-in.
            return { username: "x-access-token", password: credentials.token };
        case "githubApp": {
            const { id, installationId, privateKey, apiUrl } = credentials.app;
            return {
                githubAppID: String(id),
                githubAppInstallationID: String(installationId),
                githubAppPrivateKey: privateKey,
                ...(apiUrl !== undefined && { githubAppEnterpriseBaseUrl: apiUrl }),
            };
        }
    }
}
