/** Who is asking, and what may they do. */
import { createHash } from "node:crypto";
import type { Installation } from "./appModel";
import { GitHubError, notFound } from "./errors";
import type { Account, Area, Level, RepositoryRecord, TokenRecord } from "./model";
import { acceptedScopes, type Scope, suffices } from "./scopes";
import { sameName, type Store } from "./store";

/** An authenticated caller. */
export interface Actor {
    readonly account: Account;
    readonly token: TokenRecord;
    /** What the token stands for, if it was given to an App. */
    readonly installation?: Installation;
}

/** What a route asks for. */
export interface Need {
    readonly area: Area;
    readonly level: Level;
    /** Scopes a classic token needs one of, where it is not those of the area. */
    readonly scopes?: readonly Scope[];
    /** Another area that will do as well. */
    readonly orArea?: Area;
}

/** The scopes of which a classic token needs one. */
export function scopesFor(need: Need): readonly Scope[] {
    return need.scopes ?? acceptedScopes(need.area, need.level);
}

export function hashToken(token: string): string {
    return createHash("sha256").update(token).digest("hex");
}

/** The short name of a token in logs. */
export function fingerprint(token: string): string {
    return hashToken(token).slice(0, 12);
}

/** The token in an `Authorization` header: `Bearer`, `token`, or the password of `Basic`. */
export function tokenFrom(header: string | undefined): string | undefined {
    const [scheme = "", value = ""] = (header ?? "").trim().split(/\s+/, 2);
    switch (scheme.toLowerCase()) {
        case "bearer":
        case "token":
            return value;
        case "basic": {
            const pair = Buffer.from(value, "base64").toString("utf8");
            const colon = pair.indexOf(":");
            const [user, password] = [pair.slice(0, colon), pair.slice(colon + 1)];
            // GitHub also takes the token as user name, with an empty password or x-oauth-basic.
            return password === "" || password === "x-oauth-basic" ? user : password;
        }
        default:
            return undefined;
    }
}

/**
 * The caller behind a token.
 * @returns nothing without a token
 * @throws {GitHubError} 401 for a token that is unknown or has expired, 403 if its App is suspended
 */
export function authenticate(store: Store, token: string | undefined): Actor | undefined {
    if (token === undefined || token === "") {
        return undefined;
    }
    const hash = hashToken(token);
    const record = store.state.tokens.find((candidate) => candidate.hash === hash);
    const account = record && store.account(record.login);
    const expired = record?.expiresAt !== undefined && Date.parse(record.expiresAt) <= Date.now();
    if (!record || !account || expired) {
        throw new GitHubError(401, "Bad credentials");
    }
    if (record.installation === undefined) {
        return { account, token: record };
    }
    const installation = store.installation(record.installation);
    if (!installation) {
        throw new GitHubError(401, "Bad credentials");
    }
    if (installation.suspendedAt !== undefined) {
        throw new GitHubError(403, "This installation has been suspended");
    }
    return { account, token: record, installation };
}

/** Whether the caller may act for the login: is that user, a member of it, or installed there. */
export function ownsLogin(store: Store, actor: Actor, login: string): boolean {
    if (actor.installation) {
        return sameName(actor.installation.account, login);
    }
    const owner = store.account(login);
    return (
        sameName(actor.account.login, login) ||
        (owner?.members.some((member) => sameName(member, actor.account.login)) ?? false)
    );
}

/** Whether the account may write to the login's repositories, without owning them. */
function writesFor(store: Store, account: Account, login: string): boolean {
    const writers = store.account(login)?.writers ?? [];
    return writers.some((writer) => sameName(writer, account.login));
}

/** What a writer may do in a repository; all else is its administrators'. */
const writersAreas: readonly Area[] = [
    "checks",
    "contents",
    "issues",
    "metadata",
    "pull_requests",
    "statuses",
];

/** Whether an installation has the repository, and the token was not narrowed down to others. */
export function isInstalledFor(
    installation: Installation,
    record: RepositoryRecord,
    only?: readonly number[],
): boolean {
    const { account, repositories } = installation;
    return (
        sameName(account, record.owner) &&
        (repositories === "all" || repositories.some((name) => sameName(name, record.name))) &&
        (only?.includes(record.id) ?? true)
    );
}

/** Whether the token may do it, to a repository that everybody may see or not. */
function holds(token: TokenRecord, need: Need, isPublic: boolean): boolean {
    if (token.scopes) {
        return suffices(token.scopes, scopesFor(need), isPublic);
    }
    return [need.area, need.orArea ?? need.area].some((area) => {
        const level = token.permissions[area];
        return level === "write" || level === need.level;
    });
}

function isPublic(record: RepositoryRecord): boolean {
    return record.settings.visibility === "public";
}

/** Whether the caller may know that the repository exists. */
export function canSee(store: Store, actor: Actor | undefined, record: RepositoryRecord): boolean {
    if (isPublic(record)) {
        return true;
    }
    if (!actor) {
        return false;
    }
    const { installation, token } = actor;
    return installation
        ? isInstalledFor(installation, record, token.repositories)
        : (ownsLogin(store, actor, record.owner) ||
              writesFor(store, actor.account, record.owner)) &&
              (token.scopes?.includes("repo") ?? true);
}

/**
 * Refuses what the caller may not do with a repository, the way GitHub does: what may not be seen
 * does not exist.
 * @throws {GitHubError} 404, 401 or 403
 */
export function authorize(
    store: Store,
    actor: Actor | undefined,
    record: RepositoryRecord | undefined,
    need: Need,
): asserts record is RepositoryRecord {
    if (!record || !(canSee(store, actor, record) || opens(store, actor, record, need))) {
        throw notFound();
    }
    const open = need.area === "metadata" || need.area === "contents";
    if (isPublic(record) && need.level === "read" && open) {
        return;
    }
    if (!actor) {
        throw new GitHubError(401, "Requires authentication");
    }
    const { installation, token } = actor;
    if (installation && !isInstalledFor(installation, record, token.repositories)) {
        throw new GitHubError(403, "Resource not accessible by integration");
    }
    const writes =
        writersAreas.includes(need.area) && writesFor(store, actor.account, record.owner);
    if (!ownsLogin(store, actor, record.owner) && !writes) {
        throw new GitHubError(403, "Must have admin rights to Repository.");
    }
    requirePermission(actor, need, isPublic(record));
}

/** Whether a scope that shows no private repository as a whole opens this part of it: webhooks. */
function opens(
    store: Store,
    actor: Actor | undefined,
    record: RepositoryRecord,
    need: Need,
): boolean {
    return (
        actor?.token.scopes !== undefined &&
        ownsLogin(store, actor, record.owner) &&
        holds(actor.token, need, false)
    );
}

/**
 * @param isPublic whether it is about a repository that everybody may see
 * @throws {GitHubError} when the token lacks the permission, or every scope that is accepted
 */
export function requirePermission(actor: Actor, need: Need, isPublic = false): void {
    if (holds(actor.token, need, isPublic)) {
        return;
    }
    if (actor.token.scopes === undefined) {
        const who = actor.installation ? "integration" : "personal access token";
        throw new GitHubError(403, `Resource not accessible by ${who}`);
    }
    // A token that may not write workflows is told that they do not exist.
    const hides = need.area === "workflows" || !actor.token.scopes.includes("repo");
    throw hides ? notFound() : new GitHubError(403, "Must have admin rights to Repository.");
}
