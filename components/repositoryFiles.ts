import * as github from "@pulumi/github";
import type * as pulumi from "@pulumi/pulumi";

import type { RepositoryFile } from "./manifests/model";
import type { RepositoryLookup } from "./repositoryLookup";

export interface FileOwner {
    readonly parent: pulumi.ComponentResource;
    /** Prefix of the resources' names. */
    readonly name: string;
    /** The repository; waiting for it is waiting for its first commit. */
    readonly repository: pulumi.Input<string>;
    /** Other resources that must be there first. */
    readonly dependsOn?: readonly pulumi.Resource[];
}

/**
 * A file that is created if it is not there, and Git's from then on: merged pull requests and the
 * updater's commits are never undone.
 *
 * Message and author are ignored with the content, because a write for any of them would put old
 * content back. It stays when the stack goes.
 */
export function seedFile(
    owner: FileOwner,
    file: RepositoryFile,
    found: Pick<RepositoryLookup, "seed">,
): github.RepositoryFile {
    return new github.RepositoryFile(
        resourceName(owner, file.path),
        {
            repository: owner.repository,
            file: file.path,
            content: found.seed(file.path, file.content),
            commitMessage: `Seed ${file.path}`,
            overwriteOnCreate: true,
        },
        {
            ...options(owner),
            ignoreChanges: ["content", "commitMessage", "commitAuthor", "commitEmail"],
        },
    );
}

/** Says that a managed file goes when the stack has no more use for it. */
export interface Removal {
    /** The repository, if it goes too: nothing is then done about the file. */
    readonly deletedWith?: pulumi.Resource;
}

/**
 * A file that every `up` restores to what the program says.
 *
 * @param removal absent for a file that stays when the stack goes
 */
export function manageFile(
    owner: FileOwner,
    path: string,
    content: pulumi.Input<string>,
    removal?: Removal,
): github.RepositoryFile {
    return new github.RepositoryFile(
        resourceName(owner, path),
        {
            repository: owner.repository,
            file: path,
            content,
            commitMessage: `Restore ${path}`,
            overwriteOnCreate: true,
        },
        { ...options(owner), ...(removal && { retainOnDelete: false, ...removal }) },
    );
}

function resourceName(owner: FileOwner, path: string): string {
    return `${owner.name}:${path}`;
}

function options(owner: FileOwner): pulumi.CustomResourceOptions {
    return {
        parent: owner.parent,
        // A deletion would be a commit that breaks the tree of a repository that stays, and of one
        // that goes it would be for nothing.
        retainOnDelete: true,
        dependsOn: [...(owner.dependsOn ?? [])],
    };
}
