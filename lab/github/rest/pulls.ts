/** Pull requests between branches of one repository. */
import { z } from "zod";
import { GitHubError, invalid, notFound } from "../errors";
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
import { callerLogin } from "./caller";
import { nextNumber } from "./issues";
import { fileView } from "./views/commit";
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

/** @throws {GitHubError} 404 if there is no pull request of that number */
export function findPull(call: RepositoryCall): PullRequest {
    const number = call.params.id("pull_number");
    const pull = call.repository.pulls.find((candidate) => candidate.number === number);
    if (!pull) {
        throw notFound();
    }
    return pull;
}

/** Follows the branches of an open pull request: without its head it is closed. */
export async function refreshPull(call: RepositoryCall, pull: PullRequest): Promise<PullRequest> {
    if (pull.state === "open") {
        const head = await call.git.ref(`refs/heads/${pull.head}`);
        if (head === undefined) {
            pull.state = "closed";
            pull.closedAt = pull.updatedAt = timestamp();
        }
        pull.headSha = head ?? pull.headSha;
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
    await Promise.all(repository.pulls.map((other) => refreshPull(call, other)));
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
        number: nextNumber(repository),
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
    await Promise.all(repository.pulls.map((pull) => refreshPull(call, pull)));
    const order = query.get("sort") === "updated" ? "updatedAt" : "createdAt";
    const chosen = repository.pulls
        .filter((pull) => state === "all" || pull.state === state)
        .filter((pull) => head === undefined || pull.head === head)
        .filter((pull) => base === null || pull.base === base)
        .sort((a, b) => b[order].localeCompare(a[order]) || b.number - a.number);
    if (query.get("direction") === "asc") {
        chosen.reverse();
    }
    return page(call, chosen, (items) => items.map((pull) => shortPullView(hub, repository, pull)));
}

async function read(call: RepositoryCall): Promise<Reply> {
    return ok(await pullView(call.hub, call.repository, await refreshPull(call, findPull(call))));
}

async function update(call: RepositoryCall): Promise<Reply> {
    const pull = await refreshPull(call, findPull(call));
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

async function files(call: RepositoryCall): Promise<Reply> {
    const pull = await refreshPull(call, findPull(call));
    return page(call, await call.git.changes(pull.baseSha, pull.headSha), (items) =>
        items.map((file) => fileView(call.hub, call.repository, pull.headSha, file)),
    );
}

export const pullRoutes = [
    repositoryRoute("GET /pulls", "pull_requests:read", list),
    repositoryRoute("POST /pulls", "pull_requests:write", create),
    repositoryRoute("GET /pulls/{pull_number}", "pull_requests:read", read),
    repositoryRoute("PATCH /pulls/{pull_number}", "pull_requests:write", update),
    repositoryRoute("GET /pulls/{pull_number}/files", "pull_requests:read", files),
];
