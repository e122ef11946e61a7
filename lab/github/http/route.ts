/** Routes: a method, a path template of GitHub's, what it needs, and who answers. */
import type { z } from "zod";
import type { Actor, Need } from "../access";
import { GitHubError } from "../errors";
import type { BareRepository } from "../git/bareRepository";
import type { Hub } from "../hub";
import type { App } from "../appModel";
import type { RepositoryRecord } from "../model";
import type { Scope } from "../scopes";

/** An answer that is not an error. */
export interface Reply {
    readonly status: number;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
}

/** A request that was let in. */
export interface Call {
    readonly hub: Hub;
    /** Path parameters, decoded. */
    readonly params: Params;
    readonly query: URLSearchParams;
    /** URL that was asked for, for links to further pages. */
    readonly url: URL;
    readonly body: unknown;
    readonly actor?: Actor;
    /** The App that calls in its own name, on routes for Apps. */
    readonly app?: App;
}

/** A request about a repository the caller may do this with. */
export interface RepositoryCall extends Call {
    readonly repository: RepositoryRecord;
    readonly git: BareRepository;
}

export type Handler<T extends Call> = (call: T) => Reply | Promise<Reply>;

interface RouteBase {
    readonly method: string;
    /** Path below `/api/v3`, parameters in braces. */
    readonly template: string;
    /** The described path that answers for it, if the description lacks `template`. */
    readonly describedAs: string;
}

/** A route about an account, or about nothing in particular. */
export interface AccountRoute extends RouteBase {
    readonly scope: "account";
    /** `none` for what anybody may see, `app` for what only Apps may do. */
    readonly need: Need | "none" | "app";
    readonly handler: Handler<Call>;
}

/** A route about one repository: `{owner}/{repo}` or `{repository_id}`. */
export interface RepositoryRoute extends RouteBase {
    readonly scope: "repository";
    readonly need: Need;
    readonly handler: Handler<RepositoryCall>;
}

export type Route = AccountRoute | RepositoryRoute;

/** `GET /user` and a need. */
export function accountRoute(
    signature: string,
    need: AccountRoute["need"],
    handler: Handler<Call>,
): AccountRoute {
    return { scope: "account", ...parse(signature), need, handler };
}

/**
 * @param signature method and path below the repository: `GET /keys`
 * @param need permission as `area:level`: `administration:write`
 */
export function repositoryRoute(
    signature: string,
    need: `${Need["area"]}:${Need["level"]}`,
    handler: Handler<RepositoryCall>,
): RepositoryRoute {
    const { method, template } = parse(signature);
    return at(method, `/repos/{owner}/{repo}${template}`, need, handler);
}

/**
 * The same below the repository's number: paths GitHub serves but describes only under its name.
 */
export function numberedRoute(
    signature: string,
    need: `${Need["area"]}:${Need["level"]}`,
    handler: Handler<RepositoryCall>,
): RepositoryRoute {
    const { method, template } = parse(signature);
    const route = at(method, `/repositories/{repository_id}${template}`, need, handler);
    return { ...route, describedAs: `/repos/{owner}/{repo}${template}` };
}

/** The same for classic tokens that have one of these scopes, whatever those of the area are. */
export function withScopes(scopes: readonly Scope[], route: RepositoryRoute): RepositoryRoute {
    return { ...route, need: { ...route.need, scopes } };
}

/** The same for tokens that may do so in another area: comments, of issues and of pull requests. */
export function orWithin(orArea: Need["area"], route: RepositoryRoute): RepositoryRoute {
    return { ...route, need: { ...route.need, orArea } };
}

function at(
    method: string,
    template: string,
    need: `${Need["area"]}:${Need["level"]}`,
    handler: Handler<RepositoryCall>,
): RepositoryRoute {
    const [area, level] = need.split(":") as [Need["area"], Need["level"]];
    const place = { method, template, describedAs: template };
    return { scope: "repository", ...place, need: { area, level }, handler };
}

function parse(signature: string): RouteBase {
    const space = signature.indexOf(" ");
    const template = signature.slice(space + 1).trim();
    return { method: signature.slice(0, space), template, describedAs: template };
}

/** Path parameters. */
export class Params {
    constructor(private readonly values: Readonly<Record<string, string>>) {}

    /** @throws Error if the route's template has no such parameter */
    text(name: string): string {
        const value = this.values[name];
        if (value === undefined) {
            throw new Error(`the route has no parameter ${name}`);
        }
        return value;
    }

    /** @throws {GitHubError} 404 if it is no number: nothing has such an id */
    id(name: string): number {
        const value = Number(this.text(name));
        if (!Number.isSafeInteger(value)) {
            throw new GitHubError(404, "Not Found");
        }
        return value;
    }
}

/**
 * The body as the type a handler works with.
 * @throws {GitHubError} 422 if it is none
 */
export function bodyAs<T extends z.ZodType>(call: Call, schema: T): z.infer<T> {
    const result = schema.safeParse(call.body ?? {});
    if (!result.success) {
        const issue = result.error.issues[0];
        const field = issue?.path.join(".") ?? "";
        throw new GitHubError(422, `Invalid request.\n\n${field}: ${issue?.message ?? "invalid"}`);
    }
    return result.data;
}

export function ok(body: unknown): Reply {
    return { status: 200, body };
}

export function created(body: unknown): Reply {
    return { status: 201, body };
}

export const noContent: Reply = { status: 204 };

/** One page of a list (`per_page` 30 unless asked, at most 100), with GitHub's `Link` header. */
export function page<T>(call: Call, items: readonly T[], body: (items: T[]) => unknown): Reply {
    const size = Math.min(Number(call.query.get("per_page") ?? 30) || 30, 100);
    const number = Number(call.query.get("page") ?? 1) || 1;
    const last = Math.ceil(items.length / size);
    const link = (to: number, name: string) => {
        const url = new URL(call.url);
        url.searchParams.set("page", String(to));
        return `<${url.href}>; rel="${name}"`;
    };
    const links = [
        ...(number > 1 ? [link(number - 1, "prev"), link(1, "first")] : []),
        ...(number < last ? [link(number + 1, "next"), link(last, "last")] : []),
    ];
    const reply = ok(body(items.slice((number - 1) * size, number * size)));
    return links.length > 0 ? { ...reply, headers: { Link: links.join(", ") } } : reply;
}
