/** Commits. */
import { GitHubError } from "../errors";
import { ok, page, repositoryRoute, type Reply, type RepositoryCall } from "../http/route";
import { commitView } from "./views/commit";

async function list(call: RepositoryCall): Promise<Reply> {
    const { git, hub, query, repository } = call;
    const from = query.get("sha") ?? repository.defaultBranch;
    const start = await git.resolve(from);
    if (start === undefined) {
        const empty = (await git.branches()).length === 0;
        throw empty
            ? new GitHubError(409, "Git Repository is empty.")
            : new GitHubError(404, "Not Found");
    }
    const path = query.get("path");
    const commits = await git.log([start, ...(path ? ["--", path] : [])]);
    return page(call, commits, (items) => items.map((item) => commitView(hub, repository, item)));
}

async function read(call: RepositoryCall): Promise<Reply> {
    const name = call.params.text("ref");
    const sha = await call.git.resolve(name);
    const commit = sha === undefined ? undefined : await call.git.commit(sha);
    if (!commit) {
        throw new GitHubError(422, `No commit found for SHA: ${name}`);
    }
    return ok(commitView(call.hub, call.repository, commit, true));
}

export const commitRoutes = [
    repositoryRoute("GET /commits", "contents:read", list),
    repositoryRoute("GET /commits/{ref}", "contents:read", read),
];
