/**
 * What the names of the updater's branches begin with, for one Application: 64 hexadecimal digits
 * follow, a hash of what moves from what to what.
 *
 * @see https://github.com/argoproj-labs/argocd-image-updater (pkg/argocd/git.go, commitChangesGit,
 *     in 1.2; from 1.3 on they are made otherwise)
 */
export function pullRequestHeadPrefix(argoNamespace: string, instance: string): string {
    return `image-updater-${argoNamespace}-${instance}-`;
}

/**
 * Below a repository's page: the open pull requests of one Application.
 *
 * @see https://docs.github.com/en/search-github/searching-on-github/searching-issues-and-pull-requests
 */
export function pullRequestsQuery(argoNamespace: string, instance: string): string {
    const prefix = pullRequestHeadPrefix(argoNamespace, instance);
    return `pulls?q=${encodeURIComponent(`is:pr is:open head:${prefix}`).replaceAll("%20", "+")}`;
}
