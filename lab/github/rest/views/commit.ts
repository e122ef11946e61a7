/** Commits as GitHub shows them. */
import { encodePath, nodeId } from "../../addresses";
import type { ChangedFile, Commit, Signature } from "../../git/commit";
import type { Hub } from "../../hub";
import type { RepositoryRecord } from "../../model";
import { accountView, noReply } from "./account";

/** The account a commit's author is known by, if the address tells. */
function accountOf(hub: Hub, signature: Signature) {
    const account = hub.store.state.accounts.find(
        (candidate) => noReply(hub.addresses, candidate.login) === signature.email,
    );
    return account ? accountView(hub.addresses, account) : {};
}

/** `commit`. */
export function commitView(hub: Hub, record: RepositoryRecord, commit: Commit, withFiles = false) {
    const fullName = `${record.owner}/${record.name}`;
    const api = `${hub.addresses.api}/repos/${fullName}`;
    const web = `${hub.addresses.web}/${fullName}`;
    const total = (field: "additions" | "deletions") =>
        commit.files.reduce((sum, file) => sum + file[field], 0);
    return {
        sha: commit.sha,
        node_id: nodeId("Commit", commit.sha),
        url: `${api}/commits/${commit.sha}`,
        html_url: `${web}/commit/${commit.sha}`,
        comments_url: `${api}/commits/${commit.sha}/comments`,
        commit: {
            url: `${api}/git/commits/${commit.sha}`,
            author: commit.author,
            committer: commit.committer,
            message: commit.message,
            tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
            comment_count: 0,
            verification: {
                verified: false,
                reason: "unsigned",
                signature: null,
                payload: null,
                verified_at: null,
            },
        },
        author: accountOf(hub, commit.author),
        committer: accountOf(hub, commit.committer),
        parents: commit.parents.map((sha) => ({
            sha,
            url: `${api}/commits/${sha}`,
            html_url: `${web}/commit/${sha}`,
        })),
        ...(withFiles
            ? {
                  stats: {
                      additions: total("additions"),
                      deletions: total("deletions"),
                      total: total("additions") + total("deletions"),
                  },
                  files: commit.files.map((file) => fileView(hub, record, commit.sha, file)),
              }
            : {}),
    };
}

/** `diff-entry`: one changed file, as of a commit. */
export function fileView(hub: Hub, record: RepositoryRecord, commit: string, file: ChangedFile) {
    const fullName = `${record.owner}/${record.name}`;
    const web = `${hub.addresses.web}/${fullName}`;
    const path = encodePath(file.path);
    return {
        sha: file.sha,
        filename: file.path,
        status: file.status,
        additions: file.additions,
        deletions: file.deletions,
        changes: file.additions + file.deletions,
        blob_url: `${web}/blob/${commit}/${path}`,
        raw_url: `${web}/raw/${commit}/${path}`,
        contents_url: `${hub.addresses.api}/repos/${fullName}/contents/${path}?ref=${commit}`,
    };
}

/** The commit in the answer to writing a file. */
export function fileCommitView(hub: Hub, record: RepositoryRecord, commit: Commit) {
    const { sha, node_id, html_url, parents, commit: inner } = commitView(hub, record, commit);
    return {
        sha,
        node_id,
        url: inner.url,
        html_url,
        author: inner.author,
        committer: inner.committer,
        message: inner.message,
        tree: inner.tree,
        parents,
        verification: inner.verification,
    };
}
