import type * as github from "@pulumi/github";

import type { MergeMethod } from "./manifests/mergeMethods";

type Setting = Exclude<keyof github.RepositoryArgs, "name">;

/** Settings that are the program's where configuration gives them, and the people's elsewhere. */
export interface ConfiguredSettings {
    /** Topics of the repository. */
    readonly topics?: readonly string[];
    /** How pull requests may be merged: at least one way. */
    readonly mergeMethods?: readonly MergeMethod[];
}

/** The configured settings as the provider takes them. */
export function configuredSettings({
    topics,
    mergeMethods: methods,
}: ConfiguredSettings): Partial<github.RepositoryArgs> {
    return {
        ...(topics && { topics: [...topics] }),
        ...(methods && {
            allowMergeCommit: methods.includes("merge"),
            allowSquashMerge: methods.includes("squash"),
            allowRebaseMerge: methods.includes("rebase"),
        }),
    };
}

/**
 * Every setting the provider knows, so that one it gains with a later version is a type error here
 * and not a change to somebody's repository. `true`: the program gives it to every repository it makes;
 * `false`: only those that are configured.
 */
const SETTINGS: Readonly<Record<Setting, boolean>> = {
    allowAutoMerge: false,
    allowForking: false,
    allowMergeCommit: false,
    allowRebaseMerge: false,
    allowSquashMerge: false,
    allowUpdateBranch: false,
    archiveOnDestroy: true,
    archived: false,
    // Means something at creation only, and an import reads it as false.
    autoInit: false,
    defaultBranch: false,
    deleteBranchOnMerge: true,
    description: true,
    etag: false,
    fork: false,
    gitignoreTemplate: false,
    hasDiscussions: false,
    hasDownloads: false,
    hasIssues: true,
    hasProjects: true,
    hasWiki: true,
    homepageUrl: false,
    ignoreVulnerabilityAlertsDuringRead: false,
    isTemplate: false,
    licenseTemplate: false,
    mergeCommitMessage: false,
    mergeCommitTitle: false,
    pages: false,
    private: false,
    securityAndAnalysis: false,
    sourceOwner: false,
    sourceRepo: false,
    squashMergeCommitMessage: false,
    squashMergeCommitTitle: false,
    template: false,
    topics: false,
    visibility: true,
    vulnerabilityAlerts: false,
    webCommitSignoffRequired: false,
};

/**
 * Settings that are left as they are. The provider fills defaults in for those the program does not
 * give: they would undo what people have set on GitHub.
 *
 * @param adopted whether the repository is somebody's: then none is changed
 * @param configured settings that configuration gives
 */
export function settingsLeftAlone(
    adopted: boolean,
    configured: Partial<github.RepositoryArgs>,
): string[] {
    return Object.entries(SETTINGS)
        .filter(([name, given]) => adopted || !(given || name in configured))
        .map(([name]) => name);
}
