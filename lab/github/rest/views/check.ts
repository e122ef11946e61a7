/** Statuses and check runs as GitHub shows them. */
import { nodeId } from "../../addresses";
import type { Hub } from "../../hub";
import type { RepositoryRecord } from "../../model";
import type { CheckRun, CommitStatus } from "../../reviews";
import { accountView } from "./account";
import { repositoryView } from "./repository";

function api(hub: Hub, record: RepositoryRecord): string {
    return `${hub.addresses.api}/repos/${record.owner}/${record.name}`;
}

/** `simple-commit-status`, and but for the creator `status`. */
function simpleStatusView(hub: Hub, record: RepositoryRecord, status: CommitStatus) {
    return {
        url: `${api(hub, record)}/statuses/${status.sha}`,
        avatar_url: null,
        id: status.id,
        node_id: nodeId("StatusContext", status.id),
        state: status.state,
        description: null,
        target_url: null,
        context: status.context,
        created_at: status.createdAt,
        updated_at: status.createdAt,
    };
}

/** `status`. */
export function statusView(hub: Hub, record: RepositoryRecord, status: CommitStatus) {
    const creator = hub.store.account(status.creator);
    return {
        ...simpleStatusView(hub, record, status),
        avatar_url: "",
        description: "",
        target_url: "",
        creator: creator ? accountView(hub.addresses, creator) : null,
    };
}

/** `combined-commit-status`: pending without any. */
export function combinedStatusView(
    hub: Hub,
    record: RepositoryRecord,
    sha: string,
    statuses: readonly CommitStatus[],
) {
    const states = new Set(statuses.map(({ state }) => state));
    const failed = states.has("error") || states.has("failure");
    const pending = states.has("pending") || states.size === 0;
    return {
        state: failed ? "failure" : pending ? "pending" : "success",
        statuses: statuses.map((status) => simpleStatusView(hub, record, status)),
        sha,
        total_count: statuses.length,
        repository: repositoryView(hub, record),
        commit_url: `${api(hub, record)}/commits/${sha}`,
        url: `${api(hub, record)}/commits/${sha}/status`,
    };
}

/** `check-run`. */
export function checkRunView(hub: Hub, record: RepositoryRecord, run: CheckRun) {
    const url = `${api(hub, record)}/check-runs/${run.id}`;
    const html = `${hub.addresses.web}/${record.owner}/${record.name}/runs/${run.id}`;
    const done = run.status === "completed";
    return {
        id: run.id,
        head_sha: run.sha,
        node_id: nodeId("CheckRun", run.id),
        external_id: "",
        url,
        html_url: html,
        details_url: html,
        status: run.status,
        conclusion: run.conclusion,
        started_at: run.createdAt,
        completed_at: done ? run.createdAt : null,
        output: {
            title: null,
            summary: null,
            text: null,
            annotations_count: 0,
            annotations_url: `${url}/annotations`,
        },
        name: run.name,
        check_suite: null,
        app: null,
        pull_requests: [],
    };
}
