/** Comments as GitHub shows them. */
import { nodeId } from "../../addresses";
import type { Hub } from "../../hub";
import type { RepositoryRecord } from "../../model";
import type { Comment } from "../../reviews";
import { accountView } from "./account";

/** `issue-comment`. */
export function commentView(hub: Hub, record: RepositoryRecord, comment: Comment) {
    const { addresses, store } = hub;
    const fullName = `${record.owner}/${record.name}`;
    const issues = `${addresses.api}/repos/${fullName}/issues`;
    const author = store.account(comment.author);
    const isPull = record.pulls.some(({ number }) => number === comment.number);
    const page = `${fullName}/${isPull ? "pull" : "issues"}/${comment.number}`;
    return {
        id: comment.id,
        node_id: nodeId("IssueComment", comment.id),
        url: `${issues}/comments/${comment.id}`,
        html_url: `${addresses.web}/${page}#issuecomment-${comment.id}`,
        issue_url: `${issues}/${comment.number}`,
        body: comment.body,
        user: author ? accountView(addresses, author) : null,
        created_at: comment.createdAt,
        updated_at: comment.updatedAt,
        author_association: "OWNER",
    };
}
