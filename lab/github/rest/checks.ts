/** What is said of commits: statuses of outside systems, and check runs as those of Actions. */
import { z } from "zod";
import { GitHubError } from "../errors";
import {
    bodyAs,
    created,
    ok,
    repositoryRoute,
    type Reply,
    type RepositoryCall,
} from "../http/route";
import type { CheckRun, CommitStatus } from "../reviews";
import { timestamp } from "../store";
import { callerLogin } from "./caller";
import { checkRunView, combinedStatusView, statusView } from "./views/check";

const newStatus = z.object({
    state: z.enum(["error", "failure", "pending", "success"]),
    context: z.string().optional(),
});

const newCheckRun = z.object({
    name: z.string(),
    head_sha: z.string(),
    status: z.enum(["queued", "in_progress", "completed"]).optional(),
    conclusion: z.string().optional(),
});

/** @throws {GitHubError} 422 if there is no such commit */
async function requireCommit(call: RepositoryCall, name: string): Promise<string> {
    const sha = await call.git.resolve(name);
    if (sha === undefined) {
        throw new GitHubError(422, `No commit found for SHA: ${name}`);
    }
    return sha;
}

/** The last of each kind counts. */
function latest<T>(items: readonly T[], kind: (item: T) => string): T[] {
    return [...new Map(items.map((item) => [kind(item), item])).values()];
}

async function readStatus(call: RepositoryCall): Promise<Reply> {
    const sha = await requireCommit(call, call.params.text("ref"));
    const all = call.repository.statuses.filter((status) => status.sha === sha);
    const statuses = latest(all, ({ context }) => context);
    return ok(combinedStatusView(call.hub, call.repository, sha, statuses));
}

async function createStatus(call: RepositoryCall): Promise<Reply> {
    const { state, context } = bodyAs(call, newStatus);
    const status: CommitStatus = {
        id: call.hub.store.newId(),
        sha: await requireCommit(call, call.params.text("sha")),
        state,
        context: context ?? "default",
        creator: callerLogin(call),
        createdAt: timestamp(),
    };
    call.repository.statuses.push(status);
    return created(statusView(call.hub, call.repository, status));
}

async function listRuns(call: RepositoryCall): Promise<Reply> {
    const sha = await requireCommit(call, call.params.text("ref"));
    const all = call.repository.checkRuns.filter((run) => run.sha === sha);
    const runs = latest(all, ({ name }) => name);
    return ok({
        total_count: runs.length,
        check_runs: runs.map((run) => checkRunView(call.hub, call.repository, run)),
    });
}

async function createRun(call: RepositoryCall): Promise<Reply> {
    const body = bodyAs(call, newCheckRun);
    const run: CheckRun = {
        id: call.hub.store.newId(),
        sha: await requireCommit(call, body.head_sha),
        name: body.name,
        status: body.conclusion === undefined ? (body.status ?? "queued") : "completed",
        conclusion: body.conclusion ?? null,
        createdAt: timestamp(),
    };
    call.repository.checkRuns.push(run);
    return created(checkRunView(call.hub, call.repository, run));
}

export const checkRoutes = [
    repositoryRoute("GET /commits/{ref}/status", "statuses:read", readStatus),
    repositoryRoute("POST /statuses/{sha}", "statuses:write", createStatus),
    repositoryRoute("GET /commits/{ref}/check-runs", "checks:read", listRuns),
    // Of GitHub only Apps may do this.
    repositoryRoute("POST /check-runs", "checks:write", createRun),
];
