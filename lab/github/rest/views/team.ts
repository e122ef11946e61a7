/** Teams as GitHub shows them. */
import { nodeId, type Addresses } from "../../addresses";
import type { Account, Team } from "../../model";
import { organizationView } from "./account";

/** `team`: what is nested in environments. */
export function nestedTeamView(addresses: Addresses, { id, login }: Account, team: Team) {
    const url = `${addresses.api}/organizations/${id}/team/${team.id}`;
    return {
        id: team.id,
        node_id: nodeId("Team", team.id),
        name: team.slug,
        slug: team.slug,
        description: null,
        privacy: "closed",
        notification_setting: "notifications_enabled",
        permission: "pull",
        url,
        html_url: `${addresses.web}/orgs/${login}/teams/${team.slug}`,
        members_url: `${url}/members{/member}`,
        repositories_url: `${url}/repos`,
        type: "organization",
        organization_id: id,
        parent: null,
    };
}

/** `team-full`. */
export function teamView(addresses: Addresses, organization: Account, team: Team) {
    return {
        ...nestedTeamView(addresses, organization, team),
        members_count: 0,
        repos_count: 0,
        created_at: organization.createdAt,
        updated_at: organization.createdAt,
        organization: organizationView(addresses, organization, 0, false),
    };
}
