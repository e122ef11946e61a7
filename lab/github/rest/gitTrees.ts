/** Trees: all paths of a commit in one answer. */
import { notFound } from "../errors";
import { ok, repositoryRoute, type Reply, type RepositoryCall } from "../http/route";

async function read(call: RepositoryCall): Promise<Reply> {
    const { git, hub, query, repository } = call;
    const name = call.params.text("tree_sha");
    const commit = await git.resolve(name);
    const tree = commit === undefined ? await git.ref(`${name}^{tree}`) : commit;
    const root = tree === undefined ? undefined : await git.entry(tree, "");
    if (tree === undefined || !root) {
        throw notFound();
    }
    const api = `${hub.addresses.api}/repos/${repository.owner}/${repository.name}/git`;
    // Any value asks for it, even "false", as GitHub documents.
    const entries = await git.list(tree, "", query.has("recursive"));
    return ok({
        sha: root.sha,
        url: `${api}/trees/${root.sha}`,
        truncated: false,
        tree: entries.map(({ path, mode, type, sha, size }) => ({
            path,
            mode,
            type,
            sha,
            ...(type === "blob" ? { size } : {}),
            url: `${api}/${type}s/${sha}`,
        })),
    });
}

export const gitTreeRoutes = [repositoryRoute("GET /git/trees/{tree_sha}", "contents:read", read)];
