/** Comments below pull requests; issues there are none. */
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
import type { Comment } from "../reviews";
import { timestamp } from "../store";
import { callerLogin } from "./caller";
import { commentView } from "./views/comment";

function pullNumber(call: RepositoryCall): number {
    const number = call.params.id("issue_number");
    if (!call.repository.pulls.some((pull) => pull.number === number)) {
        throw notFound();
    }
    return number;
}

function list(call: RepositoryCall): Reply {
    const number = pullNumber(call);
    const comments = call.repository.comments.filter((comment) => comment.number === number);
    return page(call, comments, (items) =>
        items.map((comment) => commentView(call.hub, call.repository, comment)),
    );
}

function create(call: RepositoryCall): Reply {
    const now = timestamp();
    const comment: Comment = {
        id: call.hub.store.newId(),
        number: pullNumber(call),
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

export const commentRoutes = [
    repositoryRoute("GET /issues/{issue_number}/comments", "pull_requests:read", list),
    repositoryRoute("POST /issues/{issue_number}/comments", "pull_requests:write", create),
    repositoryRoute("PATCH /issues/comments/{comment_id}", "pull_requests:write", update),
];
