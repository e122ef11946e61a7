/** Who is asking, and what may they do. */
import { createHash } from "node:crypto";
import { GitHubError, notFound } from "./errors";
import type { Account, Area, Level, RepositoryRecord, TokenRecord } from "./model";
import { sameName, type Store } from "./store";

/** An authenticated caller. */
export interface Actor {
    readonly account: Account;
    readonly token: TokenRecord;
}

/** What a route asks for. */
export interface Need {
    readonly area: Area;
    readonly level: Level;
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
 * @throws {GitHubError} 401 for a token that is unknown or has expired
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
    return { account, token: record };
}

/** Whether the account owns the login's things: it is that user, or a member of that organisation. */
export function ownsLogin(store: Store, account: Account, login: string): boolean {
    const owner = store.account(login);
    return (
        sameName(account.login, login) ||
        (owner?.members.some((member) => sameName(member, account.login)) ?? false)
    );
}

/** Whether the account may write to the login's repositories, without owning them. */
function writesFor(store: Store, account: Account, login: string): boolean {
    const writers = store.account(login)?.writers ?? [];
    return writers.some((writer) => sameName(writer, account.login));
}

/** What a writer may do in a repository; all else is its administrators'. */
const writersAreas: readonly Area[] = ["contents", "issues", "metadata", "pull_requests"];

function holds(token: TokenRecord, need: Need): boolean {
    const level = token.permissions[need.area];
    return level === "write" || level === need.level;
}

/** Whether the caller may know that the repository exists. */
export function canSee(store: Store, actor: Actor | undefined, record: RepositoryRecord): boolean {
    return (
        record.settings.visibility === "public" ||
        (actor !== undefined &&
            (ownsLogin(store, actor.account, record.owner) ||
                writesFor(store, actor.account, record.owner)))
    );
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
    if (!record || !canSee(store, actor, record)) {
        throw notFound();
    }
    const open = need.area === "metadata" || need.area === "contents";
    if (record.settings.visibility === "public" && need.level === "read" && open) {
        return;
    }
    if (!actor) {
        throw new GitHubError(401, "Requires authentication");
    }
    const writes = writesFor(store, actor.account, record.owner);
    if (
        !ownsLogin(store, actor.account, record.owner) &&
        !(writes && writersAreas.includes(need.area))
    ) {
        throw new GitHubError(403, "Must have admin rights to Repository.");
    }
    requirePermission(actor, need);
}

/** @throws {GitHubError} 403 when the token lacks the permission */
export function requirePermission(actor: Actor, need: Need): void {
    if (!holds(actor.token, need)) {
        throw new GitHubError(403, "Resource not accessible by personal access token");
    }
}
