import type * as github from "@pulumi/github";

type Setting = Exclude<keyof github.RepositoryArgs, "name">;

/**
 * Every setting the provider knows, so that one it gains with a later version is a type error here
 * and not a change to somebody's repository. `true`: the program gives it to a repository it makes.
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
 */
export function settingsLeftAlone(adopted: boolean): string[] {
    return Object.entries(SETTINGS)
        .filter(([, given]) => adopted || !given)
        .map(([name]) => name);
}
