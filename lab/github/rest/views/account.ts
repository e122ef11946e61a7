/** Users and organisations as GitHub shows them. */
import { nodeId, type Addresses } from "../../addresses";
import type { Account } from "../../model";

/** The address that commits made through the API carry. */
export function noReply(addresses: Addresses, login: string): string {
    return `${login.toLowerCase()}@users.noreply.${addresses.host}`;
}

/** `simple-user`: what is nested in everything. */
export function accountView(addresses: Addresses, account: Account) {
    const { id, login, type } = account;
    // What an App acts as has brackets in its name, and its page is the App's.
    const path = encodeURIComponent(login);
    const url = `${addresses.api}/users/${path}`;
    const page = type === "Bot" ? `apps/${login.replace(/\[bot\]$/, "")}` : path;
    return {
        login,
        id,
        node_id: nodeId(type, id),
        avatar_url: `${addresses.web}/avatars/u/${id}`,
        gravatar_id: "",
        url,
        html_url: `${addresses.web}/${page}`,
        followers_url: `${url}/followers`,
        following_url: `${url}/following{/other_user}`,
        gists_url: `${url}/gists{/gist_id}`,
        starred_url: `${url}/starred{/owner}{/repo}`,
        subscriptions_url: `${url}/subscriptions`,
        organizations_url: `${url}/orgs`,
        repos_url: `${url}/repos`,
        events_url: `${url}/events{/privacy}`,
        received_events_url: `${url}/received_events`,
        type,
        site_admin: false,
    };
}

/** `public-user`: anybody's page. */
export function publicUserView(addresses: Addresses, account: Account, repositories: number) {
    return {
        ...accountView(addresses, account),
        name: account.login,
        company: null,
        blog: "",
        location: null,
        email: null,
        hireable: null,
        bio: null,
        public_repos: repositories,
        public_gists: 0,
        followers: 0,
        following: 0,
        created_at: account.createdAt,
        updated_at: account.createdAt,
    };
}

/** `private-user`: one's own page. */
export function privateUserView(
    addresses: Addresses,
    account: Account,
    repositories: { readonly open: number; readonly closed: number },
) {
    return {
        ...publicUserView(addresses, account, repositories.open),
        collaborators: 0,
        disk_usage: 0,
        owned_private_repos: repositories.closed,
        total_private_repos: repositories.closed,
        private_gists: 0,
        two_factor_authentication: true,
    };
}

/**
 * `organization-full`.
 *
 * @param isMember whether whoever asks is a member, who is told of policies
 */
export function organizationView(
    addresses: Addresses,
    account: Account,
    repositories: number,
    isMember: boolean,
) {
    const { id, login } = account;
    const url = `${addresses.api}/orgs/${login}`;
    return {
        login,
        id,
        node_id: nodeId("Organization", id),
        url,
        repos_url: `${url}/repos`,
        events_url: `${url}/events`,
        hooks_url: `${url}/hooks`,
        issues_url: `${url}/issues`,
        members_url: `${url}/members{/member}`,
        public_members_url: `${url}/public_members{/member}`,
        avatar_url: `${addresses.web}/avatars/u/${id}`,
        description: null,
        name: login,
        html_url: `${addresses.web}/${login}`,
        has_organization_projects: true,
        has_repository_projects: true,
        public_repos: repositories,
        public_gists: 0,
        followers: 0,
        following: 0,
        type: "Organization",
        created_at: account.createdAt,
        updated_at: account.createdAt,
        archived_at: null,
        ...(isMember && { deploy_keys_enabled_for_repositories: !account.forbidsDeployKeys }),
    };
}
