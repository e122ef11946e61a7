/** Teams of organisations: read only, the stand-in's administration makes them. */
import { ownsLogin, requirePermission } from "../access";
import { notFound } from "../errors";
import { accountRoute, ok, type Call, type Reply } from "../http/route";
import { suffices } from "../scopes";
import { sameName } from "../store";
import { teamView } from "./views/team";

/**
 * Refuses whoever may not know of the organisation's teams: GitHub shows them to members, and hides
 * them from classic tokens without the scope.
 * @throws {GitHubError} 404, or 403 for tokens with permissions
 */
function requireMember(call: Call, organization: string): void {
    const { actor } = call;
    if (!actor || !ownsLogin(call.hub.store, actor, organization)) {
        throw notFound();
    }
    const { scopes } = actor.token;
    if (scopes === undefined) {
        requirePermission(actor, { area: "members", level: "read" });
    } else if (!suffices(scopes, ["admin:org", "read:org"], false)) {
        throw notFound();
    }
}

function team(call: Call): Reply {
    const organization = call.hub.store.account(call.params.text("org"));
    requireMember(call, organization?.login ?? "");
    const slug = call.params.text("team_slug");
    const found = organization?.teams?.find((one) => sameName(one.slug, slug));
    if (!organization || !found) {
        throw notFound();
    }
    return ok(teamView(call.hub.addresses, organization, found));
}

export const teamRoutes = [accountRoute("GET /orgs/{org}/teams/{team_slug}", "none", team)];
