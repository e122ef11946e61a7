import * as github from "@pulumi/github";
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";

import type { RepositoryLookup } from "./repositoryLookup";

/** What all deploy keys of one stack share. */
export interface DeployKeySetting {
    /** The repository it opens. */
    readonly repository: DeployKeyRepository;
    /** Start of the title on GitHub; with it an orphan is found again. */
    readonly title: string;
    /**
     * From 1. Part of the resources' names, so that raising it makes the new key before the old
     * one goes.
     *
     * @default 1
     */
    readonly generation?: number;
    /** What GitHub has already. */
    readonly found: Pick<RepositoryLookup, "deployKeys" | "fullName">;
}

/** The repository a key opens. */
export interface DeployKeyRepository {
    /** Waiting for it is waiting for the repository. */
    readonly name: pulumi.Input<string>;
    /** The same name, known at once. */
    readonly plainName: string;
    /** Set when the repository goes with the stack, and takes its keys along. */
    readonly deletedWith: pulumi.Resource | undefined;
}

/** What a key is for. */
export interface DeployKeyArgs extends DeployKeySetting {
    /** Whether the key may push. */
    readonly access: "read" | "write";
}

/** An ED25519 key pair whose public half is a deploy key of one repository. */
export class DeployKey extends pulumi.ComponentResource {
    /** The private half, in OpenSSH format. Secret; it exists on GitHub once this is known. */
    readonly privateKey: pulumi.Output<string>;
    /** Type and base64 part of the public half. */
    readonly publicKey: pulumi.Output<string>;

    constructor(name: string, args: DeployKeyArgs, opts: pulumi.ComponentResourceOptions) {
        super("argocd-image-drift:index:DeployKey", name, {}, opts);

        const { generation = 1 } = args;
        const generated = `${name}-${generation}`;
        const title = `${args.title}-${args.access}-${generation}`;
        const key = new tls.PrivateKey(
            generated,
            { algorithm: "ED25519" },
            { parent: this, additionalSecretOutputs: ["privateKeyOpenssh"] },
        );
        this.publicKey = key.publicKeyOpenssh.apply(withoutComment);

        // A run that was killed after GitHub's answer left a key that the state does not have. Its
        // identifier is the one the state would have, so the import does nothing once it is there.
        const orphan = args.found.deployKeys.find((found) => found.title === title);
        const registered = new github.RepositoryDeployKey(
            generated,
            {
                repository: args.repository.name,
                title,
                key: this.publicKey,
                readOnly: args.access === "read",
            },
            {
                parent: this,
                ...(orphan && { import: `${args.repository.plainName}:${orphan.id}` }),
                ...deletedWith(args.repository),
            },
        );
        if (orphan) {
            warnOfForeignKey(this, args.found.fullName, orphan, this.publicKey);
        }

        // Waiting for the registration's id keeps a private key from being used before GitHub
        // knows its other half.
        this.privateKey = pulumi.secret(
            pulumi.all([key.privateKeyOpenssh, registered.id]).apply(([privateKey]) => privateKey),
        );
        this.registerOutputs({ privateKey: this.privateKey, publicKey: this.publicKey });
    }
}

/**
 * GitHub keeps type and base64 only: a comment or a newline would be a change at each `up`.
 *
 * @param line absent where `up --target` passes the key pair over before it was ever made
 */
function withoutComment(line: string | undefined): string {
    return (line ?? "").trim().split(" ", 2).join(" ");
}

/** A key of our title with another public half can only be removed: nobody has its private one. */
function warnOfForeignKey(
    component: pulumi.Resource,
    repository: string,
    orphan: { readonly id: number; readonly title: string; readonly key: string },
    publicKey: pulumi.Output<string>,
): void {
    publicKey.apply((key) => {
        if (key !== "" && withoutComment(orphan.key) !== key) {
            void pulumi.log.warn(
                `The repository ${repository} has a deploy key "${orphan.title}" that this stack's ` +
                    `state does not know. Remove it and run the command again: ` +
                    `gh repo deploy-key delete ${orphan.id} --repo ${repository}`,
                component,
            );
        }
    });
}

/** The option, for resources that GitHub deletes with the repository. */
function deletedWith({ deletedWith: repository }: DeployKeyRepository): {
    deletedWith?: pulumi.Resource;
} {
    return repository ? { deletedWith: repository } : {};
}
