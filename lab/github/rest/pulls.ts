/** Pull requests between branches of one repository. */
import { z } from "zod";
import { GitHubError, invalid, notFound, Unsupported } from "../errors";
import { zeroId } from "../git/bareRepository";
import { merge } from "../git/merge";
import { pushed } from "../git/pushed";
import {
    bodyAs,
    created,
    ok,
    page,
    repositoryRoute,
    type Reply,
    type RepositoryCall,
} from "../http/route";
import type { PullRequest } from "../model";
import { timestamp } from "../store";
import { requireMergeable } from "../rules";
import { callerAsRuleActor, callerLogin, callerSignature } from "./caller";
import { pullView, shortPullView } from "./views/pull";

const creation = z.object({
    title: z.string().optional(),
    head: z.string(),
    base: z.string(),
    body: z.string().nullish(),
    draft: z.boolean().optional(),
});

const change = z.object({
    title: z.string().optional(),
    body: z.string().optional(),
    state: z.enum(["open", "closed"]).optional(),
    base: z.string().optional(),
});

const merging = z.object({
    commit_title: z.string().optional(),
    commit_message: z.string().optional(),
    sha: z.string().optional(),
    merge_method: z.enum(["merge", "squash", "rebase"]).optional(),
});

function find(call: RepositoryCall): PullRequest {
    const number = call.params.id("pull_number");
    const pull = call.repository.pulls.find((candidate) => candidate.number === number);
    if (!pull) {
        throw notFound();
    }
    return pull;
}

/** Follows the branches of an open pull request. */
async function refresh(call: RepositoryCall, pull: PullRequest): Promise<PullRequest> {
    if (pull.state === "open") {
        pull.headSha = (await call.git.ref(`refs/heads/${pull.head}`)) ?? pull.headSha;
        pull.baseSha = (await call.git.ref(`refs/heads/${pull.base}`)) ?? pull.baseSha;
    }
    return pull;
}

async function requireBranch(call: RepositoryCall, field: string, name: string): Promise<string> {
    const sha = await call.git.ref(`refs/heads/${name}`);
    if (sha === undefined) {
        throw new GitHubError(422, "Validation Failed", [
            { resource: "PullRequest", field, code: "invalid" },
        ]);
    }
    return sha;
}

async function create(call: RepositoryCall): Promise<Reply> {
    const { git, hub, repository } = call;
    const body = bodyAs(call, creation);
    const head = body.head.replace(new RegExp(`^${repository.owner}:`, "i"), "");
    const headSha = await requireBranch(call, "head", head);
    const baseSha = await requireBranch(call, "base", body.base);
    if (await git.isAncestor(headSha, baseSha)) {
        throw invalid("PullRequest", "head", `No commits between ${body.base} and ${head}`);
    }
    const twin = repository.pulls.some(
        (other) => other.state === "open" && other.head === head && other.base === body.base,
    );
    if (twin) {
        throw invalid(
            "PullRequest",
            "head",
            `A pull request already exists for ${repository.owner}:${head}.`,
        );
    }
    const at = timestamp();
    const pull: PullRequest = {
        id: hub.store.newId(),
        number: repository.pulls.length + 1,
        title: body.title ?? head,
        body: body.body ?? null,
        author: callerLogin(call),
        head,
        base: body.base,
        draft: body.draft ?? false,
        state: "open",
        headSha,
        baseSha,
        mergeCommitSha: null,
        mergedBy: null,
        createdAt: at,
        updatedAt: at,
        closedAt: null,
        mergedAt: null,
    };
    repository.pulls.push(pull);
    return created(await pullView(hub, repository, pull));
}

async function list(call: RepositoryCall): Promise<Reply> {
    const { hub, query, repository } = call;
    const state = query.get("state") ?? "open";
    const head = query.get("head")?.split(":").at(-1);
    const base = query.get("base");
    const chosen = repository.pulls
        .filter((pull) => state === "all" || pull.state === state)
        .filter((pull) => head === undefined || pull.head === head)
        .filter((pull) => base === null || pull.base === base)
        .reverse();
    await Promise.all(chosen.map((pull) => refresh(call, pull)));
    return page(call, chosen, (items) => items.map((pull) => shortPullView(hub, repository, pull)));
}

async function read(call: RepositoryCall): Promise<Reply> {
    return ok(await pullView(call.hub, call.repository, await refresh(call, find(call))));
}

async function update(call: RepositoryCall): Promise<Reply> {
    const pull = await refresh(call, find(call));
    const body = bodyAs(call, change);
    if (body.base !== undefined) {
        pull.baseSha = await requireBranch(call, "base", body.base);
        pull.base = body.base;
    }
    if (body.state === "open" && pull.mergedAt !== null) {
        throw invalid(
            "PullRequest",
            "state",
            "state cannot be changed. The pull request was merged.",
        );
    }
    pull.title = body.title ?? pull.title;
    pull.body = body.body ?? pull.body;
    pull.state = body.state ?? pull.state;
    pull.updatedAt = timestamp();
    pull.closedAt = pull.state === "closed" ? (pull.closedAt ?? pull.updatedAt) : null;
    return ok(await pullView(call.hub, call.repository, pull));
}

async function mergePull(call: RepositoryCall): Promise<Reply> {
    const { git, hub, repository } = call;
    const pull = await refresh(call, find(call));
    const body = bodyAs(call, merging);
    const method = body.merge_method ?? "merge";
    if (method === "rebase") {
        throw new Unsupported("merging by rebase");
    }
    const allowed =
        method === "merge"
            ? repository.settings.allow_merge_commit
            : repository.settings.allow_squash_merge;
    if (pull.state !== "open" || pull.draft || !allowed) {
        throw new GitHubError(
            405,
            pull.draft ? "Pull Request is still a draft" : "Pull Request is not mergeable",
        );
    }
    if (body.sha !== undefined && body.sha !== pull.headSha) {
        throw new GitHubError(409, "Head branch was modified. Review and try the merge again.");
    }
    requireMergeable(repository, callerAsRuleActor(call), pull.base);
    const squash = method === "squash";
    const title =
        body.commit_title ??
        (squash
            ? `${pull.title} (#${pull.number})`
            : `Merge pull request #${pull.number} from ${repository.owner}/${pull.head}`);
    const caller = callerSignature(call);
    const sha = await merge(git, {
        base: pull.baseSha,
        head: pull.headSha,
        message: `${title}\n\n${body.commit_message ?? (squash ? "" : pull.title)}`.trimEnd(),
        author: caller,
        committer: caller,
        squash,
    });
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

export const pullRoutes = [
    repositoryRoute("GET /pulls", "pull_requests:read", list),
    repositoryRoute("POST /pulls", "pull_requests:write", create),
    repositoryRoute("GET /pulls/{pull_number}", "pull_requests:read", read),
    repositoryRoute("PATCH /pulls/{pull_number}", "pull_requests:write", update),
    repositoryRoute("PUT /pulls/{pull_number}/merge", "contents:write", mergePull),
];
