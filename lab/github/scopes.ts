/**
 * Scopes of classic tokens, as far as the API here asks for them.
 * @see https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps
 */
import type { Area, Level } from "./model";

/** Scopes that a classic token may be made with. */
export const scopes = [
    "admin:org",
    "admin:repo_hook",
    "delete_repo",
    "public_repo",
    "read:org",
    "read:repo_hook",
    "repo",
    "workflow",
    "write:packages",
    "write:repo_hook",
] as const;
export type Scope = (typeof scopes)[number];

/** Any one of the scopes will do; none are needed where the list is empty. */
export function acceptedScopes(area: Area, level: Level): readonly Scope[] {
    switch (area) {
        case "workflows":
            return ["workflow"];
        case "repository_hooks":
            return level === "read"
                ? ["admin:repo_hook", "public_repo", "read:repo_hook", "repo", "write:repo_hook"]
                : ["admin:repo_hook", "public_repo", "repo", "write:repo_hook"];
        default:
            return ["public_repo", "repo"];
    }
}

/** Whether one of the scopes is accepted, for a repository that everybody may see or not. */
export function suffices(
    held: readonly string[],
    accepted: readonly Scope[],
    isPublic: boolean,
): boolean {
    return (
        accepted.length === 0 ||
        accepted.some((scope) => held.includes(scope) && (isPublic || scope !== "public_repo"))
    );
}
