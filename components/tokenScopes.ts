/** What a stack does on GitHub that a classic token needs a scope for. */
export interface RepositoryAccess {
    /** Whose repository it is: `join` is another stack's. */
    readonly mode: "create" | "adopt" | "join";
    /** Of a repository that is to be made. */
    readonly visibility: "private" | "public" | "internal";
    /** Whether the repository goes with the stack. */
    readonly deleteOnDestroy: boolean;
    /** Whether the updater opens pull requests: the stack brings a workflow that looks after them. */
    readonly pullRequests?: boolean;
}

/** One scope that is not there. */
export interface LackingScope {
    readonly scope: string;
    /** What for: `to write the workflow`. */
    readonly reason: string;
}

/**
 * Scopes of a classic token that the stack needs and the token lacks.
 *
 * @param scopes those it has, as GitHub's header `X-OAuth-Scopes` lists them
 * @param isPublic whether the repository is, or will be, public
 * @see https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps
 */
export function lackingScopes(
    scopes: readonly string[],
    { mode, deleteOnDestroy, pullRequests = false }: Omit<RepositoryAccess, "visibility">,
    isPublic: boolean,
): LackingScope[] {
    const repo = scopes.includes("repo");
    const owns = mode !== "join";
    const needed: (LackingScope & { readonly has: boolean })[] = [
        {
            scope: isPublic ? "public_repo" : "repo",
            reason: "for the repository, its files, keys, webhooks and settings",
            has: repo || (isPublic && scopes.includes("public_repo")),
        },
        {
            scope: "workflow",
            reason: owns
                ? "to write the build workflow into it"
                : "to write the workflow of the updater's pull requests into it",
            has: !(owns || pullRequests) || scopes.includes("workflow"),
        },
        {
            scope: "delete_repo",
            reason: "because repositoryDeleteOnDestroy is true",
            has: !owns || !deleteOnDestroy || scopes.includes("delete_repo"),
        },
    ];
    return needed.filter(({ has }) => !has).map(({ scope, reason }) => ({ scope, reason }));
}

/**
 * The scopes in an answer's headers.
 *
 * @param headers JSON, a list of values by name, as the provider hands them on
 * @param isClassic whether the token is a classic one by its looks
 * @returns nothing if GitHub does not tell: only classic and OAuth tokens have scopes
 */
export function scopesIn(headers: string, isClassic: boolean): string[] | undefined {
    const all = Object.entries(JSON.parse(headers) as Record<string, readonly string[]>);
    const values = all.find(([name]) => name.toLowerCase() === "x-oauth-scopes")?.[1];
    const scopes = values
        ?.flatMap((value) => value.split(","))
        .map((scope) => scope.trim())
        .filter((scope) => scope !== "");
    // Empty is what GitHub says of a classic token without any, and of an App's token for a user,
    // which has permissions instead.
    return scopes?.length === 0 && !isClassic ? undefined : scopes;
}
