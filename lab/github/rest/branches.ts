/** Branches. */
import { encodePath } from "../addresses";
import { GitHubError, notFound } from "../errors";
import { zeroId, type Branch } from "../git/bareRepository";
import {
    bodyAs,
    created,
    ok,
    page,
    repositoryRoute,
    type Reply,
    type RepositoryCall,
} from "../http/route";
import { z } from "zod";
import { commitView } from "./views/commit";

async function find(call: RepositoryCall): Promise<Branch> {
    const name = call.params.text("branch");
    const sha = await call.git.ref(`refs/heads/${name}`);
    if (sha === undefined) {
        throw notFound("Branch not found");
    }
    return { name, sha };
}

function apiUrl(call: RepositoryCall): string {
    const { owner, name } = call.repository;
    return `${call.hub.addresses.api}/repos/${owner}/${name}`;
}

async function view(call: RepositoryCall, branch: Branch): Promise<object> {
    const commit = await call.git.commit(branch.sha);
    const self = `${apiUrl(call)}/branches/${encodePath(branch.name)}`;
    const { owner, name } = call.repository;
    return {
        name: branch.name,
        commit: commit && commitView(call.hub, call.repository, commit),
        _links: {
            self,
            html: `${call.hub.addresses.web}/${owner}/${name}/tree/${encodePath(branch.name)}`,
        },
        protected: false,
        protection: {
            enabled: false,
            required_status_checks: { enforcement_level: "off", contexts: [], checks: [] },
        },
        protection_url: `${self}/protection`,
    };
}

async function list(call: RepositoryCall): Promise<Reply> {
    const branches = await call.git.branches();
    return page(call, branches, (items) =>
        items.map(({ name, sha }) => ({
            name,
            commit: { sha, url: `${apiUrl(call)}/commits/${sha}` },
            protected: false,
        })),
    );
}

async function read(call: RepositoryCall): Promise<Reply> {
    return ok(await view(call, await find(call)));
}

async function rename(call: RepositoryCall): Promise<Reply> {
    const branch = await find(call);
    const { git, repository, hub } = call;
    const { new_name: newName } = bodyAs(call, z.object({ new_name: z.string() }));
    const made = await git.moveRef({
        ref: `refs/heads/${newName}`,
        before: zeroId,
        after: branch.sha,
    });
    if (!made) {
        throw new GitHubError(422, "New branch already exists");
    }
    if (repository.defaultBranch === branch.name) {
        await git.setHead(newName);
        repository.defaultBranch = newName;
    }
    await git.dropRef(`refs/heads/${branch.name}`);
    for (const pull of repository.pulls) {
        if (pull.state === "open" && pull.base === branch.name) {
            pull.base = newName;
        }
    }
    hub.store.save();
    return created(await view(call, { name: newName, sha: branch.sha }));
}

export const branchRoutes = [
    repositoryRoute("GET /branches", "contents:read", list),
    repositoryRoute("POST /branches/{branch}/rename", "administration:write", rename),
    repositoryRoute("GET /branches/{branch}", "contents:read", read),
];
