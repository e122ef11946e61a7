/**
 * The repository's description, and the mark by which a later run knows the repository as made by
 * this program: after a crash between GitHub's answer and the saving of the state, and after a
 * `destroy` that kept the repository.
 */
export function repositoryDescription(appName: string): string {
    return `GitOps repository of ${appName}, kept by argocd-image-drift`;
}

/** Whether a description is the one this program gives. */
export function isOurDescription(description: string | undefined, appName: string): boolean {
    return description === repositoryDescription(appName);
}
