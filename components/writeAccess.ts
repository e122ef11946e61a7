import * as pulumi from "@pulumi/pulumi";

import { DeployKey, type DeployKeySetting } from "./deployKey";
import type { GitCredentials, GitHubApp } from "./gitCredentials";

/** How the updater is to sign in, and with what. */
export interface WriteAccessArgs extends DeployKeySetting {
    /** A write-enabled deploy key of the stack's own, or a token or an App from configuration. */
    readonly auth: GitCredentials["type"];
    /** The token, for `auth` `token`. */
    readonly token?: pulumi.Input<string>;
    /** The App, for `auth` `githubApp`. */
    readonly app?: GitHubApp;
}

/** What the updater signs in with to write. */
export class WriteAccess extends pulumi.ComponentResource {
    /** For `ImageUpdate`, whose Secret holds it. */
    readonly credentials: GitCredentials;

    constructor(name: string, args: WriteAccessArgs, opts: pulumi.ComponentResourceOptions) {
        super("argocd-image-drift:index:WriteAccess", name, {}, opts);

        this.credentials = credentials(this, name, args);
        this.registerOutputs({});
    }
}

function credentials(parent: WriteAccess, name: string, args: WriteAccessArgs): GitCredentials {
    switch (args.auth) {
        case "deployKey": {
            const key = new DeployKey(`${name}-key`, { ...args, access: "write" }, { parent });
            return { type: "deployKey", privateKey: key.privateKey };
        }
        case "token":
            if (args.token === undefined) {
                throw new pulumi.ResourceError("`token` is missing", parent, true);
            }
            return { type: "token", token: pulumi.secret(args.token) };
        case "githubApp": {
            const { app } = args;
            if (app === undefined) {
                throw new pulumi.ResourceError("`app` is missing", parent, true);
            }
            return {
                type: "githubApp",
                app: { ...app, privateKey: pulumi.secret(app.privateKey) },
            };
        }
    }
}
