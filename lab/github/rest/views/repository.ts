/** Repositories as GitHub shows them. */
import { nodeId } from "../../addresses";
import type { Actor } from "../../access";
import { ownsLogin } from "../../access";
import type { Hub } from "../../hub";
import type { RepositoryRecord } from "../../model";
import { accountView } from "./account";

/** Links below a repository's API URL, by the name they have in answers. */
const links: Readonly<Record<string, string>> = {
    archive_url: "/{archive_format}{/ref}",
    assignees_url: "/assignees{/user}",
    blobs_url: "/git/blobs{/sha}",
    branches_url: "/branches{/branch}",
    collaborators_url: "/collaborators{/collaborator}",
    comments_url: "/comments{/number}",
    commits_url: "/commits{/sha}",
    compare_url: "/compare/{base}...{head}",
    contents_url: "/contents/{+path}",
    contributors_url: "/contributors",
    deployments_url: "/deployments",
    downloads_url: "/downloads",
    events_url: "/events",
    forks_url: "/forks",
    git_commits_url: "/git/commits{/sha}",
    git_refs_url: "/git/refs{/sha}",
    git_tags_url: "/git/tags{/sha}",
    hooks_url: "/hooks",
    issue_comment_url: "/issues/comments{/number}",
    issue_events_url: "/issues/events{/number}",
    issues_url: "/issues{/number}",
    keys_url: "/keys{/key_id}",
    labels_url: "/labels{/name}",
    languages_url: "/languages",
    merges_url: "/merges",
    milestones_url: "/milestones{/number}",
    notifications_url: "/notifications{?since,all,participating}",
    pulls_url: "/pulls{/number}",
    releases_url: "/releases{/id}",
    stargazers_url: "/stargazers",
    statuses_url: "/statuses/{sha}",
    subscribers_url: "/subscribers",
    subscription_url: "/subscription",
    tags_url: "/tags",
    teams_url: "/teams",
    trees_url: "/git/trees{/sha}",
};

/** `repository`: what is nested in pull requests and webhooks, and the base of the full answer. */
export function repositoryView(hub: Hub, record: RepositoryRecord) {
    const { addresses, store } = hub;
    const { description, homepage, visibility, ...settings } = record.settings;
    const fullName = `${record.owner}/${record.name}`;
    const api = `${addresses.api}/repos/${fullName}`;
    const web = `${addresses.web}/${fullName}`;
    const owner = store.account(record.owner);
    if (!owner) {
        throw new Error(`repository ${fullName} has no owner`);
    }
    const openPulls = record.pulls.filter((pull) => pull.state === "open").length;
    return {
        id: record.id,
        node_id: nodeId("Repository", record.id),
        name: record.name,
        full_name: fullName,
        owner: accountView(addresses, owner),
        private: visibility !== "public",
        visibility,
        html_url: web,
        description: description === "" ? null : description,
        fork: false,
        url: api,
        ...Object.fromEntries(Object.entries(links).map(([name, path]) => [name, api + path])),
        clone_url: `${web}.git`,
        git_url: `git://${addresses.host}/${fullName}.git`,
        ssh_url: addresses.ssh(fullName),
        svn_url: web,
        mirror_url: null,
        homepage: homepage === "" ? null : homepage,
        language: null,
        license: null,
        default_branch: record.defaultBranch,
        topics: record.topics,
        ...settings,
        has_pages: false,
        disabled: false,
        size: 0,
        forks: 0,
        forks_count: 0,
        watchers: 0,
        watchers_count: 0,
        stargazers_count: 0,
        open_issues: openPulls,
        open_issues_count: openPulls,
        created_at: record.createdAt,
        updated_at: record.updatedAt,
        pushed_at: record.pushedAt,
    };
}

/** `full-repository`. Without `security_and_analysis`: a server without Advanced Security has none. */
export function fullRepositoryView(hub: Hub, record: RepositoryRecord, actor: Actor | undefined) {
    const owner = hub.store.account(record.owner);
    const owns = actor !== undefined && ownsLogin(hub.store, actor, record.owner);
    return {
        ...repositoryView(hub, record),
        permissions: { admin: owns, maintain: owns, push: owns, triage: owns, pull: true },
        network_count: 0,
        subscribers_count: 0,
        ...(owner?.type === "Organization"
            ? { organization: accountView(hub.addresses, owner) }
            : {}),
    };
}

/** The repository in push events, which alone have times in seconds and the page as `url`. */
export function pushRepositoryView(hub: Hub, record: RepositoryRecord) {
    const seconds = (time: string) => Date.parse(time) / 1000;
    const view = repositoryView(hub, record);
    return {
        ...view,
        url: view.html_url,
        created_at: seconds(record.createdAt),
        pushed_at: seconds(record.pushedAt),
        stargazers: 0,
        master_branch: record.defaultBranch,
    };
}
