/** Comments below issues and pull requests, which share their numbers. */
import { z } from "zod";
import { GitHubError, notFound } from "../errors";
import {
    bodyAs,
    created,
    ok,
    orWithin,
    page,
    repositoryRoute,
    type Reply,
    type RepositoryCall,
} from "../http/route";
import type { Comment } from "../reviews";
import { timestamp } from "../store";
import { callerLogin } from "./caller";
import { commentView } from "./views/comment";

function numberOf(call: RepositoryCall): number {
    const number = call.params.id("issue_number");
    const { issues, pulls } = call.repository;
    if (![...issues, ...pulls].some((candidate) => candidate.number === number)) {
        throw notFound();
    }
    return number;
}

function list(call: RepositoryCall): Reply {
    const number = numberOf(call);
    const comments = call.repository.comments.filter((comment) => comment.number === number);
    return page(call, comments, (items) =>
        items.map((comment) => commentView(call.hub, call.repository, comment)),
    );
}

function create(call: RepositoryCall): Reply {
    const now = timestamp();
    const comment: Comment = {
        id: call.hub.store.newId(),
        number: numberOf(call),
        author: callerLogin(call),
        body: textOf(call),
        createdAt: now,
        updatedAt: now,
    };
    call.repository.comments.push(comment);
    return created(commentView(call.hub, call.repository, comment));
}

function update(call: RepositoryCall): Reply {
    const { comments } = call.repository;
    const at = comments.findIndex(({ id }) => id === call.params.id("comment_id"));
    const found = comments[at];
    if (found === undefined) {
        throw notFound();
    }
    const changed: Comment = { ...found, body: textOf(call), updatedAt: timestamp() };
    comments[at] = changed;
    return ok(commentView(call.hub, call.repository, changed));
}

/** The text that is sent; GitHub takes no longer one. */
function textOf(call: RepositoryCall): string {
    const { body } = bodyAs(call, z.object({ body: z.string() }));
    if (body.length > LONGEST) {
        const message = `Body is too long (maximum is ${LONGEST} characters)`;
        throw new GitHubError(422, "Validation Failed", [
            { resource: "IssueComment", code: "unprocessable", field: "data", message },
        ]);
    }
    return body;
}

/** Characters of a comment. */
const LONGEST = 65_536;

const COMMENTS = "/issues/{issue_number}/comments";

export const commentRoutes = [
    repositoryRoute(`GET ${COMMENTS}`, "pull_requests:read", list),
    repositoryRoute(`POST ${COMMENTS}`, "pull_requests:write", create),
    repositoryRoute("PATCH /issues/comments/{comment_id}", "pull_requests:write", update),
].map((route) => orWithin("issues", route));
