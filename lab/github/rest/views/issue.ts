/** Issues as GitHub shows them. */
import { nodeId } from "../../addresses";
import type { Hub } from "../../hub";
import type { PullRequest, RepositoryRecord } from "../../model";
import type { Issue } from "../../reviews";
import { sameName } from "../../store";
import { labelView } from "../labels";
import { accountView } from "./account";

/** `issue`. */
export function issueView(hub: Hub, record: RepositoryRecord, issue: Issue) {
    const { addresses, store } = hub;
    const fullName = `${record.owner}/${record.name}`;
    const repository = `${addresses.api}/repos/${fullName}`;
    const url = `${repository}/issues/${issue.number}`;
    const author = store.account(issue.author);
    return {
        id: issue.id,
        node_id: nodeId("Issue", issue.id),
        url,
        repository_url: repository,
        labels_url: `${url}/labels{/name}`,
        comments_url: `${url}/comments`,
        events_url: `${url}/events`,
        html_url: `${addresses.web}/${fullName}/issues/${issue.number}`,
        number: issue.number,
        state: issue.state,
        state_reason: issue.stateReason,
        title: issue.title,
        body: issue.body,
        user: author ? accountView(addresses, author) : null,
        labels: record.labels
            .filter(({ name }) => issue.labels.some((label) => sameName(label, name)))
            .map((label) => labelView(label, { hub, repository: record })),
        assignee: null,
        assignees: [],
        milestone: null,
        locked: false,
        comments: record.comments.filter(({ number }) => number === issue.number).length,
        created_at: issue.createdAt,
        updated_at: issue.updatedAt,
        closed_at: issue.closedAt,
        author_association: "OWNER",
    };
}

/** A pull request among issues, told by `pull_request`. */
export function pullAsIssueView(hub: Hub, record: RepositoryRecord, pull: PullRequest) {
    const { api, web } = hub.addresses;
    const fullName = `${record.owner}/${record.name}`;
    const html = `${web}/${fullName}/pull/${pull.number}`;
    return {
        ...issueView(hub, record, { ...pull, labels: [], stateReason: null }),
        html_url: html,
        pull_request: {
            url: `${api}/repos/${fullName}/pulls/${pull.number}`,
            html_url: html,
            diff_url: `${html}.diff`,
            patch_url: `${html}.patch`,
            merged_at: pull.mergedAt,
        },
    };
}
