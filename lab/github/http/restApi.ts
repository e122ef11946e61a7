/** One REST request from its arrival to its answer. */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import {
    authenticate,
    authorize,
    fingerprint,
    requirePermission,
    tokenFrom,
    type Actor,
} from "../access";
import { authenticateApp } from "../appJwt";
import { GitHubError, Unsupported } from "../errors";
import { gitOf, recordViolation, type Hub } from "../hub";
import { checkedOperation } from "../openapi/validator";
import { timestamp } from "../store";
import { readBody, sendJson } from "./body";
import { injectFault, type Outcome } from "./injectFault";
import { grantHeaders } from "./grantHeaders";
import type { AccountRoute, Call, Reply } from "./route";
import type { Match, Router } from "./router";

const documentation = "https://docs.github.com/rest";

/** Serves `/api/v3`. */
export class RestApi {
    constructor(
        private readonly hub: Hub,
        private readonly router: Router,
    ) {}

    /** @param path path below `/api/v3` */
    async serve(
        request: IncomingMessage,
        response: ServerResponse,
        url: URL,
        path: string,
    ): Promise<void> {
        const started = Date.now();
        // Some clients take an answer without it for none.
        response.setHeader("X-GitHub-Request-Id", randomUUID());
        const method = request.method ?? "GET";
        const token = tokenFrom(request.headers.authorization);
        const outcome: Outcome = { status: 0 };
        const fault = this.hub.faults.take(method, path);
        const body = await readBody(request);
        if (fault === undefined || fault.when === "after" || fault.effect === "truncate") {
            await this.answer(method, path, url, token, body, outcome);
        }
        this.hub.journals.requests.append({
            at: timestamp(),
            method,
            path: `${path}${url.search}`,
            status: fault?.effect === "status" ? (fault.status ?? 500) : outcome.status,
            token: token === undefined ? undefined : fingerprint(token),
            login: outcome.login,
            write: method !== "GET" && method !== "HEAD",
            milliseconds: Date.now() - started,
            fault: fault?.id,
        });
        if (fault) {
            injectFault(response, fault, outcome);
        } else {
            sendJson(response, outcome.status, outcome.body, outcome.headers);
        }
    }

    private async answer(
        method: string,
        path: string,
        url: URL,
        token: string | undefined,
        body: Buffer,
        outcome: Outcome,
    ): Promise<void> {
        const report = (kind: "request" | "answer" | "unknown" | "defect", reason: string) => {
            recordViolation(this.hub, { kind, method, path, reason });
        };
        let granted: Readonly<Record<string, string>> = {};
        try {
            const match = this.router.find(method, path);
            if (!match) {
                throw new Unsupported("no such route");
            }
            const { need } = match.route;
            const isForApps = need === "app";
            const app = isForApps ? await authenticateApp(this.hub.store, token) : undefined;
            const actor = isForApps ? undefined : authenticate(this.hub.store, token);
            outcome.login = app?.slug ?? actor?.account.login;
            granted = grantHeaders(actor, need);
            const reply = await this.handle(match, url, { actor, app }, body, report);
            if (match.route.method !== "GET") {
                this.hub.store.save();
            }
            Object.assign(outcome, reply, { headers: { ...granted, ...reply.headers } });
            this.checkAnswer(match, outcome);
        } catch (error) {
            if (error instanceof GitHubError) {
                Object.assign(outcome, errorReply(error), { headers: granted });
                return;
            }
            const unsupported = error instanceof Unsupported;
            const reason = error instanceof Error ? error.message : String(error);
            const kind = unsupported ? "unknown" : error instanceof BadAnswer ? "answer" : "defect";
            report(
                kind,
                kind === "defect" && error instanceof Error ? (error.stack ?? reason) : reason,
            );
            const status = unsupported ? 501 : 500;
            const message = `The stand-in cannot answer ${method} ${path}: ${reason}`;
            Object.assign(outcome, { status, body: { message, documentation_url: documentation } });
        }
    }

    private handle(
        { route, params }: Match,
        url: URL,
        { actor, app }: Pick<Call, "actor" | "app">,
        raw: Buffer,
        report: (kind: "request", reason: string) => void,
    ): Reply | Promise<Reply> {
        const call: Call = {
            hub: this.hub,
            params,
            url,
            query: url.searchParams,
            body: parseJson(raw),
            actor,
            app,
        };
        const operation = checkedOperation(route.method, route.describedAs);
        const validate = () => {
            const reason = operation.query(call.query) ?? operation.body(call.body);
            if (reason !== undefined) {
                report("request", reason);
                throw new GitHubError(422, `Invalid request.\n\n${reason}`);
            }
        };
        if (route.scope === "account") {
            this.requireAccount(route.need, actor);
            validate();
            return route.handler(call);
        }
        const repository = this.repository(route.template, call);
        authorize(this.hub.store, actor, repository, route.need);
        validate();
        return route.handler({ ...call, repository, git: gitOf(this.hub, repository) });
    }

    private requireAccount(need: AccountRoute["need"], actor: Actor | undefined): void {
        // Apps were let in before.
        if (need === "none" || need === "app") {
            return;
        }
        if (!actor) {
            throw new GitHubError(401, "Requires authentication");
        }
        requirePermission(actor, need, true);
    }

    private repository(template: string, call: Call) {
        return template.includes("{repository_id}")
            ? this.hub.store.repositoryById(call.params.id("repository_id"))
            : this.hub.store.repository(call.params.text("owner"), call.params.text("repo"));
    }

    private checkAnswer({ route }: Match, outcome: Outcome): void {
        // What clients get is what was serialised: undefined members are not there.
        const sent: unknown =
            outcome.body === undefined ? undefined : JSON.parse(JSON.stringify(outcome.body));
        const operation = checkedOperation(route.method, route.describedAs);
        const reason = operation.answer(outcome.status, sent);
        if (reason !== undefined) {
            throw new BadAnswer(`answer ${outcome.status} of ${route.template}: ${reason}`);
        }
    }
}

/** An answer that GitHub could not have given. */
class BadAnswer extends Error {}

function parseJson(raw: Buffer): unknown {
    if (raw.length === 0) {
        return undefined;
    }
    try {
        return JSON.parse(raw.toString("utf8"));
    } catch {
        throw new GitHubError(400, "Problems parsing JSON");
    }
}

function errorReply(error: GitHubError): Reply {
    return {
        status: error.status,
        body: {
            message: error.message,
            ...(error.errors ? { errors: error.errors } : {}),
            documentation_url: documentation,
            status: String(error.status),
        },
    };
}
