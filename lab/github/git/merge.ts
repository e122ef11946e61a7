/** Merges one commit into another without a work tree. */
import type { BareRepository } from "./bareRepository";
import { gitOnce } from "./pureAnswers";
import { git, records } from "./run";
import type { Person } from "./writeCommit";

export interface MergeRequest {
    readonly base: string;
    readonly head: string;
    readonly message: string;
    readonly author: Person;
    readonly committer: Person;
    /** One commit on top of base, without a second parent. */
    readonly squash: boolean;
}

/**
 * Makes the merge commit; no ref points to it yet. Needs git 2.38 or newer (`merge-tree --write-tree`).
 * @returns nothing when the two conflict
 */
export async function merge(
    repository: BareRepository,
    request: MergeRequest,
): Promise<string | undefined> {
    const { code, stdout } = await git(
        repository.directory,
        ["merge-tree", "--write-tree", request.base, request.head],
        { accept: [1] },
    );
    const tree = records(stdout, "\n")[0];
    if (code === 1 || tree === undefined) {
        return undefined;
    }
    const parents = request.squash ? [request.base] : [request.base, request.head];
    const made = await git(
        repository.directory,
        ["commit-tree", tree, ...parents.flatMap((parent) => ["-p", parent]), "-F", "-"],
        {
            input: request.message,
            env: {
                GIT_AUTHOR_NAME: request.author.name,
                GIT_AUTHOR_EMAIL: request.author.email,
                GIT_COMMITTER_NAME: request.committer.name,
                GIT_COMMITTER_EMAIL: request.committer.email,
            },
        },
    );
    return records(made.stdout, "\n")[0];
}

export interface RebaseRequest {
    readonly base: string;
    readonly head: string;
    readonly committer: Person;
}

/**
 * Makes the head's commits again on top of base; no ref points to them yet.
 * @returns the last of them; nothing when one conflicts
 */
export async function rebase(
    repository: BareRepository,
    request: RebaseRequest,
): Promise<string | undefined> {
    const range = ["rev-list", "--reverse", "--no-merges", `${request.base}..${request.head}`];
    const { stdout } = await git(repository.directory, range);
    let tip = request.base;
    for (const commit of records(stdout, "\n")) {
        // What both have since they parted, the commits before this one, is the same on both sides.
        const picked = await git(
            repository.directory,
            ["merge-tree", "--write-tree", tip, commit],
            { accept: [1] },
        );
        const tree = records(picked.stdout, "\n")[0];
        if (picked.code === 1 || tree === undefined) {
            return undefined;
        }
        tip = await recommit(repository, { commit, tree, parent: tip }, request.committer);
    }
    return tip;
}

/** A commit with another tree and parent, and the author and message that it had. */
async function recommit(
    repository: BareRepository,
    { commit, tree, parent }: { commit: string; tree: string; parent: string },
    committer: Person,
): Promise<string> {
    const format = "--format=%an%x00%ae%x00%aI%x00%B";
    const shown = await git(repository.directory, ["show", "--no-patch", format, commit]);
    const [name, email, date, message = ""] = shown.stdout.toString("utf8").split("\0");
    const made = await git(repository.directory, ["commit-tree", tree, "-p", parent, "-F", "-"], {
        input: message,
        env: {
            GIT_AUTHOR_NAME: name,
            GIT_AUTHOR_EMAIL: email,
            GIT_AUTHOR_DATE: date,
            GIT_COMMITTER_NAME: committer.name,
            GIT_COMMITTER_EMAIL: committer.email,
        },
    });
    return records(made.stdout, "\n")[0] ?? parent;
}

/** Whether two commits can be merged without a conflict. */
export async function mergeable(
    repository: BareRepository,
    base: string,
    head: string,
): Promise<boolean> {
    const asked = ["merge-tree", "--write-tree", base, head];
    const { code } = await gitOnce(repository.directory, asked, { accept: [1] });
    return code === 0;
}
