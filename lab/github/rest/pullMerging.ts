/** Merging pull requests. */
import { z } from "zod";
import { GitHubError } from "../errors";
import { zeroId } from "../git/bareRepository";
import { merge, rebase } from "../git/merge";
import { pushed } from "../git/pushed";
import { bodyAs, ok, repositoryRoute, type Reply, type RepositoryCall } from "../http/route";
import type { PullRequest } from "../model";
import { requireMergeable } from "../rules";
import { timestamp } from "../store";
import { callerAsRuleActor, callerLogin, callerSignature } from "./caller";
import { findPull, refreshPull } from "./pulls";

const merging = z.object({
    commit_title: z.string().optional(),
    commit_message: z.string().optional(),
    sha: z.string().optional(),
    merge_method: z.enum(["merge", "squash", "rebase"]).optional(),
});
type Merging = z.output<typeof merging>;

/** What GitHub calls a method, and the setting that allows it. */
const METHODS = {
    merge: { name: "Merge commits", setting: "allow_merge_commit" },
    squash: { name: "Squash merges", setting: "allow_squash_merge" },
    rebase: { name: "Rebase merges", setting: "allow_rebase_merge" },
} as const;

async function mergePull(call: RepositoryCall): Promise<Reply> {
    const { git, hub, repository } = call;
    const pull = await refreshPull(call, findPull(call));
    const body = bodyAs(call, merging);
    const method = body.merge_method ?? "merge";
    const { name, setting } = METHODS[method];
    if (!repository.settings[setting]) {
        throw new GitHubError(405, `${name} are not allowed on this repository.`);
    }
    if (pull.state !== "open" || pull.draft) {
        throw new GitHubError(
            405,
            pull.draft ? "Pull Request is still a draft" : "Pull Request is not mergeable",
        );
    }
    if (body.sha !== undefined && body.sha !== pull.headSha) {
        throw new GitHubError(409, "Head branch was modified. Review and try the merge again.");
    }
    requireMergeable(repository, callerAsRuleActor(call), pull);
    const sha = await mergedCommit(call, pull, body);
    const onBase = { ref: `refs/heads/${pull.base}`, before: pull.baseSha, after: sha ?? zeroId };
    if (sha === undefined || !(await git.moveRef(onBase))) {
        throw new GitHubError(405, "Pull Request is not mergeable");
    }
    pull.state = "closed";
    pull.mergedAt = pull.closedAt = pull.updatedAt = timestamp();
    pull.mergeCommitSha = sha;
    pull.mergedBy = callerLogin(call);
    const updates = [onBase];
    if (repository.settings.delete_branch_on_merge) {
        const gone = { ref: `refs/heads/${pull.head}`, before: pull.headSha, after: zeroId };
        if (await git.moveRef(gone)) {
            updates.push(gone);
        }
    }
    await pushed(hub, repository, updates, callerLogin(call));
    return ok({ sha, merged: true, message: "Pull Request successfully merged" });
}

/** The commit that the base is to point to; nothing when the two conflict. */
function mergedCommit(
    call: RepositoryCall,
    pull: PullRequest,
    body: Merging,
): Promise<string | undefined> {
    const { git, repository } = call;
    const committer = callerSignature(call);
    const sides = { base: pull.baseSha, head: pull.headSha };
    if (body.merge_method === "rebase") {
        return rebase(git, { ...sides, committer });
    }
    const squash = body.merge_method === "squash";
    const title =
        body.commit_title ??
        (squash
            ? `${pull.title} (#${pull.number})`
            : `Merge pull request #${pull.number} from ${repository.owner}/${pull.head}`);
    return merge(git, {
        ...sides,
        message: `${title}\n\n${body.commit_message ?? (squash ? "" : pull.title)}`.trimEnd(),
        author: committer,
        committer,
        squash,
    });
}

export const pullMergingRoutes = [
    repositoryRoute("PUT /pulls/{pull_number}/merge", "contents:write", mergePull),
];
