/** Merges one commit into another without a work tree. */
import type { BareRepository } from "./bareRepository";
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

/** Whether two commits can be merged without a conflict. */
export async function mergeable(
    repository: BareRepository,
    base: string,
    head: string,
): Promise<boolean> {
    const { code } = await git(repository.directory, ["merge-tree", "--write-tree", base, head], {
        accept: [1],
    });
    return code === 0;
}
