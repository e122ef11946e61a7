/** The payload of a `push` event. */
import { zeroId } from "../git/bareRepository";
import type { Commit } from "../git/commit";
import { gitOf, type Hub } from "../hub";
import type { RefUpdate } from "../journal";
import type { RepositoryRecord } from "../model";
import { accountView, noReply } from "../rest/views/account";
import { pushRepositoryView } from "../rest/views/repository";

/** GitHub lists no more commits than this in one event. */
const commitLimit = 2048;

/**
 * @param login the account that pushed
 * @see https://docs.github.com/en/webhooks/webhook-events-and-payloads#push
 */
export async function pushEvent(
    hub: Hub,
    record: RepositoryRecord,
    update: RefUpdate,
    login: string,
): Promise<object> {
    const created = update.before === zeroId;
    const deleted = update.after === zeroId;
    const repository = pushRepositoryView(hub, record);
    const commits = deleted ? [] : await newCommits(hub, record, update);
    const forced =
        !created && !deleted && !(await gitOf(hub, record).isAncestor(update.before, update.after));
    const head = commits.at(-1) ?? (deleted ? undefined : await headCommit(hub, record, update));
    const web = `${hub.addresses.web}/${record.owner}/${record.name}`;
    const account = hub.store.account(login);
    return {
        ...update,
        created,
        deleted,
        forced,
        base_ref: null,
        compare: `${web}/compare/${update.before.slice(0, 12)}...${update.after.slice(0, 12)}`,
        commits: commits.map((commit) => commitOf(commit, web)),
        head_commit: head ? commitOf(head, web) : null,
        repository,
        pusher: { name: login, email: noReply(hub.addresses, login) },
        ...(account ? { sender: accountView(hub.addresses, account) } : {}),
    };
}

/** Commits that came with this push, oldest first. */
function newCommits(hub: Hub, record: RepositoryRecord, update: RefUpdate): Promise<Commit[]> {
    const known =
        update.before === zeroId
            ? ["--not", `--exclude=${update.ref}`, "--branches"]
            : [`^${update.before}`];
    const selection = ["--reverse", `-${commitLimit}`, update.after, ...known];
    return gitOf(hub, record).log(selection, true);
}

function headCommit(
    hub: Hub,
    record: RepositoryRecord,
    update: RefUpdate,
): Promise<Commit | undefined> {
    return gitOf(hub, record).commit(update.after);
}

function commitOf(commit: Commit, web: string): object {
    const paths = (status: string) =>
        commit.files.filter((file) => file.status === status).map((file) => file.path);
    const person = ({ name, email }: { name: string; email: string }) => ({ name, email });
    return {
        id: commit.sha,
        tree_id: commit.tree,
        distinct: true,
        message: commit.message,
        timestamp: commit.committer.date,
        url: `${web}/commit/${commit.sha}`,
        author: person(commit.author),
        committer: person(commit.committer),
        added: paths("added"),
        removed: paths("removed"),
        modified: paths("modified"),
    };
}
