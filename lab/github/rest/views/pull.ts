/** Pull requests as GitHub shows them. */
import { nodeId } from "../../addresses";
import { mergeable } from "../../git/merge";
import { gitOf, type Hub } from "../../hub";
import type { PullRequest, RepositoryRecord } from "../../model";
import { accountView } from "./account";
import { repositoryView } from "./repository";

/** `pull-request-simple`: as in lists. */
export function shortPullView(hub: Hub, record: RepositoryRecord, pull: PullRequest) {
    const { addresses, store } = hub;
    const fullName = `${record.owner}/${record.name}`;
    const repository = `${addresses.api}/repos/${fullName}`;
    const url = `${repository}/pulls/${pull.number}`;
    const issue = `${repository}/issues/${pull.number}`;
    const html = `${addresses.web}/${fullName}/pull/${pull.number}`;
    const urls = {
        html_url: html,
        issue_url: issue,
        comments_url: `${issue}/comments`,
        commits_url: `${url}/commits`,
        review_comments_url: `${url}/comments`,
        review_comment_url: `${repository}/pulls/comments{/number}`,
        statuses_url: `${repository}/statuses/${pull.headSha}`,
    };
    const author = store.account(pull.author);
    const owner = store.account(record.owner);
    const side = (ref: string, sha: string) => ({
        label: `${record.owner}:${ref}`,
        ref,
        sha,
        user: owner ? accountView(addresses, owner) : null,
        repo: repositoryView(hub, record),
    });
    return {
        url,
        id: pull.id,
        node_id: nodeId("PullRequest", pull.id),
        ...urls,
        diff_url: `${html}.diff`,
        patch_url: `${html}.patch`,
        number: pull.number,
        state: pull.state,
        locked: false,
        title: pull.title,
        user: author ? accountView(addresses, author) : null,
        body: pull.body,
        created_at: pull.createdAt,
        updated_at: pull.updatedAt,
        closed_at: pull.closedAt,
        merged_at: pull.mergedAt,
        merge_commit_sha: pull.mergeCommitSha,
        assignee: null,
        assignees: [],
        requested_reviewers: [],
        requested_teams: [],
        labels: [],
        milestone: null,
        draft: pull.draft,
        head: side(pull.head, pull.headSha),
        base: side(pull.base, pull.baseSha),
        _links: {
            self: { href: url },
            html: { href: html },
            issue: { href: issue },
            comments: { href: urls.comments_url },
            review_comments: { href: urls.review_comments_url },
            review_comment: { href: urls.review_comment_url },
            commits: { href: urls.commits_url },
            statuses: { href: urls.statuses_url },
        },
        author_association: "OWNER",
        auto_merge: null,
    };
}

/** `pull-request`: alone, with what has to be computed. */
export async function pullView(hub: Hub, record: RepositoryRecord, pull: PullRequest) {
    const git = gitOf(hub, record);
    const [commits, clean] = await Promise.all([
        git.log([pull.headSha, `^${pull.baseSha}`], true),
        pull.state === "open" ? mergeable(git, pull.baseSha, pull.headSha) : null,
    ]);
    const files = commits.flatMap((commit) => commit.files);
    const merger = pull.mergedBy === null ? undefined : hub.store.account(pull.mergedBy);
    return {
        ...shortPullView(hub, record, pull),
        merged: pull.mergedAt !== null,
        mergeable: clean,
        mergeable_state: clean === null ? "unknown" : clean ? "clean" : "dirty",
        merged_by: merger ? accountView(hub.addresses, merger) : null,
        comments: 0,
        review_comments: 0,
        maintainer_can_modify: false,
        commits: commits.length,
        additions: files.reduce((sum, file) => sum + file.additions, 0),
        deletions: files.reduce((sum, file) => sum + file.deletions, 0),
        changed_files: new Set(files.map((file) => file.path)).size,
    };
}
