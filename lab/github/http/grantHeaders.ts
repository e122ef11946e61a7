/** The headers by which GitHub says what a token may do, and what the request would have needed. */
import { scopesFor, type Actor } from "../access";
import type { Route } from "./route";

/** @returns headers by name; none for callers without a token */
export function grantHeaders(
    actor: Actor | undefined,
    need: Route["need"],
): Readonly<Record<string, string>> {
    if (!actor) {
        return {};
    }
    const { expiresAt, scopes } = actor.token;
    const asked = typeof need === "string" ? undefined : need;
    return {
        ...(scopes
            ? {
                  "X-OAuth-Scopes": [...scopes].sort().join(", "),
                  "X-Accepted-OAuth-Scopes": asked ? scopesFor(asked).join(", ") : "",
              }
            : asked && { "X-Accepted-GitHub-Permissions": `${asked.area}=${asked.level}` }),
        ...(expiresAt !== undefined &&
            !actor.installation && {
                "GitHub-Authentication-Token-Expiration": `${expiresAt.slice(0, 19).replace("T", " ")} UTC`,
            }),
    };
}
