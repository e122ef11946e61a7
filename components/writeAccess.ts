import * as pulumi from "@pulumi/pulumi";

import { DeployKey, type DeployKeySetting } from "./deployKey";
import type { GitCredentials } from "./gitCredentials";

export interface WriteAccessArgs extends DeployKeySetting {
    /** A write-enabled deploy key of the stack's own, or a token from configuration. */
    readonly auth: "deployKey" | "token";
    /** The token, for `auth` `token`. */
    readonly token?: pulumi.Input<string>;
}

/** What the updater signs in with to write. */
export class WriteAccess extends pulumi.ComponentResource {
    readonly credentials: GitCredentials;

    constructor(name: string, args: WriteAccessArgs, opts: pulumi.ComponentResourceOptions) {
        super("argocd-image-drift:index:WriteAccess", name, {}, opts);

        if (args.auth === "token") {
            if (args.token === undefined) {
                throw new pulumi.ResourceError("`token` is missing", this, true);
            }
            this.credentials = { type: "token", token: pulumi.secret(args.token) };
        } else {
            const key = new DeployKey(
                `${name}-key`,
                { ...args, access: "write" },
                { parent: this },
            );
            this.credentials = { type: "deployKey", privateKey: key.privateKey };
        }
        this.registerOutputs({});
    }
}
