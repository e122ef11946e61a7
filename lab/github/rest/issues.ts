/** Issues. Lists have pull requests too, as GitHub's do. */
import { z } from "zod";
import { GitHubError, notFound } from "../errors";
import {
    bodyAs,
    created,
    ok,
    page,
    repositoryRoute,
    type Reply,
    type RepositoryCall,
} from "../http/route";
import type { RepositoryRecord } from "../model";
import type { Issue } from "../reviews";
import { sameName, timestamp } from "../store";
import { callerLogin } from "./caller";
import { ensureLabels } from "./labels";
import { issueView, pullAsIssueView } from "./views/issue";

const title = z.union([z.string(), z.number()]).transform(String);
const labels = z.array(z.string());

const creation = z.object({ title, body: z.string().nullish(), labels: labels.default([]) });

const change = z.object({
    title: title.optional(),
    body: z.string().nullish(),
    state: z.enum(["open", "closed"]).optional(),
    state_reason: z.enum(["completed", "not_planned", "duplicate", "reopened"]).nullish(),
    labels: labels.optional(),
});

/** Number of the next issue or pull request: they are counted together. */
export function nextNumber({ issues, pulls }: RepositoryRecord): number {
    return issues.length + pulls.length + 1;
}

/** @throws {GitHubError} 410 where the repository has no issues */
function requireIssues({ repository }: RepositoryCall): void {
    if (!repository.settings.has_issues) {
        throw new GitHubError(410, "Issues has been disabled in this repository.");
    }
}

/** @throws {GitHubError} 404 if there is no issue of that number */
function find(call: RepositoryCall): Issue {
    requireIssues(call);
    const number = call.params.id("issue_number");
    const issue = call.repository.issues.find((candidate) => candidate.number === number);
    if (!issue) {
        throw notFound();
    }
    return issue;
}

function list(call: RepositoryCall): Reply {
    const { hub, query, repository } = call;
    const state = query.get("state") ?? "open";
    const wanted = (query.get("labels") ?? "").split(",").filter(Boolean);
    const carries = (held: readonly string[]) =>
        wanted.every((name) => held.some((label) => sameName(label, name)));
    const views = [
        ...repository.issues
            .filter((issue) => carries(issue.labels))
            .map((issue) => issueView(hub, repository, issue)),
        ...(wanted.length === 0 ? repository.pulls : []).map((pull) =>
            pullAsIssueView(hub, repository, pull),
        ),
    ]
        .filter((view) => state === "all" || view.state === state)
        .sort((a, b) => b.number - a.number);
    if (query.get("direction") === "asc") {
        views.reverse();
    }
    return page(call, views, (items) => items);
}

function create(call: RepositoryCall): Reply {
    requireIssues(call);
    const { hub, repository } = call;
    const body = bodyAs(call, creation);
    ensureLabels(call, body.labels);
    const at = timestamp();
    const issue: Issue = {
        id: hub.store.newId(),
        number: nextNumber(repository),
        title: body.title,
        body: body.body ?? null,
        author: callerLogin(call),
        labels: body.labels,
        state: "open",
        stateReason: null,
        createdAt: at,
        updatedAt: at,
        closedAt: null,
    };
    repository.issues.push(issue);
    return created(issueView(hub, repository, issue));
}

function read(call: RepositoryCall): Reply {
    return ok(issueView(call.hub, call.repository, find(call)));
}

function update(call: RepositoryCall): Reply {
    const issue = find(call);
    const body = bodyAs(call, change);
    ensureLabels(call, body.labels ?? []);
    issue.title = body.title ?? issue.title;
    issue.body = body.body === undefined ? issue.body : body.body;
    issue.labels = body.labels ?? issue.labels;
    issue.updatedAt = timestamp();
    if (body.state !== undefined && body.state !== issue.state) {
        issue.state = body.state;
        const closes = body.state === "closed";
        issue.stateReason = body.state_reason ?? (closes ? "completed" : "reopened");
        issue.closedAt = closes ? issue.updatedAt : null;
    }
    return ok(issueView(call.hub, call.repository, issue));
}

export const issueRoutes = [
    repositoryRoute("GET /issues", "issues:read", list),
    repositoryRoute("POST /issues", "issues:write", create),
    repositoryRoute("GET /issues/{issue_number}", "issues:read", read),
    repositoryRoute("PATCH /issues/{issue_number}", "issues:write", update),
];
