/** References. */
import { z } from "zod";
import { encodePath, nodeId } from "../addresses";
import { GitHubError, notFound } from "../errors";
import { zeroId } from "../git/bareRepository";
import { pushed } from "../git/pushed";
import type { RefUpdate } from "../journal";
import {
    bodyAs,
    created,
    noContent,
    ok,
    repositoryRoute,
    type Reply,
    type RepositoryCall,
} from "../http/route";
import { requireAllowed } from "../rules";
import { callerAsRuleActor, callerLogin } from "./caller";

function view(call: RepositoryCall, ref: string, sha: string) {
    const { owner, name } = call.repository;
    const api = `${call.hub.addresses.api}/repos/${owner}/${name}/git`;
    return {
        ref,
        node_id: nodeId("Ref", `${call.repository.id}:${ref}`),
        url: `${api}/${encodePath(ref)}`,
        object: { type: "commit", sha, url: `${api}/commits/${sha}` },
    };
}

async function find(call: RepositoryCall): Promise<{ ref: string; sha: string }> {
    const ref = `refs/${call.params.text("ref").replace(/^refs\//, "")}`;
    const sha = await call.git.ref(ref);
    if (sha === undefined) {
        throw notFound();
    }
    return { ref, sha };
}

/** @throws {GitHubError} 422 if no such commit is here */
async function requireCommit(call: RepositoryCall, sha: string): Promise<void> {
    if ((await call.git.ref(`${sha}^{commit}`)) === undefined) {
        throw new GitHubError(422, "Object does not exist");
    }
}

async function move(call: RepositoryCall, update: RefUpdate, refusal: GitHubError): Promise<void> {
    await requireAllowed(call.git, call.repository, callerAsRuleActor(call), update, 422);
    if (!(await call.git.moveRef(update))) {
        throw refusal;
    }
    await pushed(call.hub, call.repository, [update], callerLogin(call));
}

async function read(call: RepositoryCall): Promise<Reply> {
    const { ref, sha } = await find(call);
    return ok(view(call, ref, sha));
}

/** Refs whose names begin so. */
async function matching(call: RepositoryCall): Promise<Reply> {
    const prefix = `refs/${call.params.text("ref")}`;
    const found = Object.entries(await call.git.refs()).filter(([ref]) => ref.startsWith(prefix));
    return ok(found.map(([ref, sha]) => view(call, ref, sha)));
}

async function create(call: RepositoryCall): Promise<Reply> {
    const { ref, sha } = bodyAs(call, z.object({ ref: z.string(), sha: z.string() }));
    if (!/^refs\/(heads|tags)\/.+/.test(ref)) {
        throw new GitHubError(422, "Reference name must begin with 'refs/heads/' or 'refs/tags/'.");
    }
    await requireCommit(call, sha);
    const update = { ref, before: zeroId, after: sha };
    await move(call, update, new GitHubError(422, "Reference already exists"));
    return created(view(call, ref, sha));
}

async function update(call: RepositoryCall): Promise<Reply> {
    const body = bodyAs(call, z.object({ sha: z.string(), force: z.boolean().optional() }));
    const current = await call.git.ref(`refs/${call.params.text("ref")}`);
    if (current === undefined) {
        throw new GitHubError(422, "Reference does not exist");
    }
    await requireCommit(call, body.sha);
    if (!body.force && !(await call.git.isAncestor(current, body.sha))) {
        throw new GitHubError(422, "Update is not a fast forward");
    }
    const ref = `refs/${call.params.text("ref")}`;
    const conflict = new GitHubError(409, `is at ${body.sha} but expected ${current}`);
    await move(call, { ref, before: current, after: body.sha }, conflict);
    return ok(view(call, ref, body.sha));
}

async function remove(call: RepositoryCall): Promise<Reply> {
    const ref = `refs/${call.params.text("ref")}`;
    const current = await call.git.ref(ref);
    if (current === undefined) {
        throw new GitHubError(422, "Reference does not exist");
    }
    if (ref === `refs/heads/${call.repository.defaultBranch}`) {
        throw new GitHubError(422, "Cannot delete the default branch");
    }
    const conflict = new GitHubError(409, "Reference was moved");
    await move(call, { ref, before: current, after: zeroId }, conflict);
    return noContent;
}

export const gitRefRoutes = [
    repositoryRoute("GET /git/ref/{ref}", "contents:read", read),
    repositoryRoute("GET /git/matching-refs/{ref}", "contents:read", matching),
    repositoryRoute("POST /git/refs", "contents:write", create),
    repositoryRoute("PATCH /git/refs/{ref}", "contents:write", update),
    repositoryRoute("DELETE /git/refs/{ref}", "contents:write", remove),
];
