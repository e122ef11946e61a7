/** Comments below pull requests; issues there are none. */
import { z } from "zod";
import { notFound } from "../errors";
import {
    bodyAs,
    created,
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
    const comment: Comment = {
        id: call.hub.store.newId(),
        number: pullNumber(call),
        author: callerLogin(call),
        body: bodyAs(call, z.object({ body: z.string() })).body,
        createdAt: timestamp(),
    };
    call.repository.comments.push(comment);
    return created(commentView(call.hub, call.repository, comment));
}

export const commentRoutes = [
    repositoryRoute("GET /issues/{issue_number}/comments", "pull_requests:read", list),
    repositoryRoute("POST /issues/{issue_number}/comments", "pull_requests:write", create),
];
