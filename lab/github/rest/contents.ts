/** Files: every write is a commit that moves the branch from where the request found it. */
import { z } from "zod";
import { requirePermission } from "../access";
import { GitHubError, notFound, Unsupported } from "../errors";
import { zeroId, type TreeEntry } from "../git/bareRepository";
import type { Commit } from "../git/commit";
import { pushed } from "../git/pushed";
import { writeCommit, type FileChange } from "../git/writeCommit";
import {
    bodyAs,
    created,
    ok,
    repositoryRoute,
    type Reply,
    type RepositoryCall,
} from "../http/route";
import { requireAllowed } from "../rules";
import { callerAsRuleActor, callerLogin, callerSignature } from "./caller";
import { fileCommitView } from "./views/commit";
import { entryView, fileView } from "./views/content";

const person = z.object({ name: z.string(), email: z.string(), date: z.string().optional() });

const writing = z.object({
    message: z.string(),
    content: z.string(),
    sha: z.string().optional(),
    branch: z.string().optional(),
    author: person.optional(),
    committer: person.optional(),
});
const removing = writing.omit({ content: true });

function pathOf(call: RepositoryCall): string {
    return call.params.text("path").replace(/^\/+|\/+$/g, "");
}

function checkPath(path: string): void {
    const bad = path.split("/").some((part) => ["", ".", "..", ".git"].includes(part));
    if (bad) {
        throw new GitHubError(422, "path contains a malformed path component");
    }
}

async function read(call: RepositoryCall): Promise<Reply> {
    const { git, hub, repository } = call;
    const path = pathOf(call);
    const ref = call.query.get("ref") || repository.defaultBranch;
    const commit = await git.resolve(ref);
    if (commit === undefined) {
        throw (await git.branches()).length === 0
            ? notFound("This repository is empty.")
            : notFound(`No commit found for the ref ${ref}`);
    }
    const entry = await git.entry(commit, path);
    if (!entry) {
        throw notFound();
    }
    if (entry.type === "tree") {
        const entries = await git.list(commit, path);
        return ok(entries.map((item) => entryView(hub, repository, item, ref)));
    }
    requireFile(entry);
    return ok(fileView(hub, repository, entry, ref, await git.blob(entry.sha)));
}

function requireFile(entry: TreeEntry): void {
    if (entry.type !== "blob" || entry.mode === "120000") {
        throw new Unsupported("symbolic links and submodules");
    }
}

/** Where a write starts from. */
interface Place {
    readonly branch: string;
    /** The branch's commit; none in an empty repository. */
    readonly head?: string;
    readonly entry?: TreeEntry;
}

async function place(call: RepositoryCall, asked: string | undefined): Promise<Place> {
    const { git, repository } = call;
    const path = pathOf(call);
    checkPath(path);
    if (path.startsWith(".github/workflows/") && call.actor) {
        requirePermission(call.actor, { area: "workflows", level: "write" });
    }
    const branch = asked ?? repository.defaultBranch;
    const head = await git.ref(`refs/heads/${branch}`);
    if (head === undefined) {
        if ((await git.branches()).length > 0) {
            throw notFound(`Branch ${branch} not found`);
        }
        return { branch };
    }
    const entry = await git.entry(head, path);
    if (entry) {
        requireFile(entry);
    }
    return { branch, head, entry };
}

/** Commits one change and moves the branch, unless somebody else moved it meanwhile. */
async function commitChange(
    call: RepositoryCall,
    { branch, head }: Place,
    change: FileChange,
    body: z.infer<typeof removing>,
): Promise<Commit> {
    const { git, hub, repository } = call;
    const caller = callerSignature(call);
    const { sha, holder } = await writeCommit(git, {
        parent: head,
        message: body.message,
        author: body.author ?? body.committer ?? caller,
        committer: body.committer ?? caller,
        changes: [change],
    });
    const update = { ref: `refs/heads/${branch}`, before: head ?? zeroId, after: sha };
    try {
        await requireAllowed(git, repository, callerAsRuleActor(call), update, 409);
    } catch (error) {
        await git.dropRef(holder);
        throw error;
    }
    if (!(await git.moveRef(update, [holder]))) {
        await git.dropRef(holder);
        const now = (await git.ref(update.ref)) ?? zeroId;
        throw new GitHubError(409, `is at ${now} but expected ${update.before}`);
    }
    await pushed(hub, repository, [update], callerLogin(call));
    const commit = await git.commit(sha);
    if (!commit) {
        throw new Error(`commit ${sha} vanished`);
    }
    return commit;
}

async function write(call: RepositoryCall): Promise<Reply> {
    const { git, hub, repository } = call;
    const body = bodyAs(call, writing);
    const path = pathOf(call);
    const start = await place(call, body.branch);
    if (start.entry && body.sha === undefined) {
        throw new GitHubError(422, `Invalid request.\n\n"sha" wasn't supplied.`);
    }
    if (start.entry && start.entry.sha !== body.sha) {
        throw new GitHubError(409, `${path} does not match ${body.sha ?? ""}`);
    }
    const content = Buffer.from(body.content, "base64");
    const change = { path, content, mode: start.entry?.mode };
    const commit = await commitChange(call, start, change, body);
    const entry = await git.entry(commit.sha, path);
    if (!entry) {
        throw new Error(`${path} is not in ${commit.sha}`);
    }
    const answer = {
        content: entryView(hub, repository, entry, start.branch),
        commit: fileCommitView(hub, repository, commit),
    };
    return start.entry ? ok(answer) : created(answer);
}

async function remove(call: RepositoryCall): Promise<Reply> {
    const body = bodyAs(call, removing);
    const path = pathOf(call);
    const start = await place(call, body.branch);
    if (!start.entry) {
        throw notFound();
    }
    if (start.entry.sha !== body.sha) {
        throw new GitHubError(409, `${path} does not match ${body.sha ?? ""}`);
    }
    const commit = await commitChange(call, start, { path }, body);
    return ok({ content: null, commit: fileCommitView(call.hub, call.repository, commit) });
}

export const contentRoutes = [
    repositoryRoute("GET /contents/{path}", "contents:read", read),
    repositoryRoute("PUT /contents/{path}", "contents:write", write),
    repositoryRoute("DELETE /contents/{path}", "contents:write", remove),
];
