/** Users, organisations and tokens: what GitHub's own pages would make. */
import { randomBytes } from "node:crypto";
import { fingerprint, hashToken } from "../access";
import { areas, type Level, type Permissions, type Team, type TokenRecord } from "../model";
import { scopes } from "../scopes";
import { timestamp, type Store } from "../store";
import type { AccountRequest, ListedToken, TokenAnswer, TokenRequest } from "./wire";

/** Makes the account, or sets the members of the one that has the name. */
export function putAccount(store: Store, request: AccountRequest): void {
    const known = store.account(request.login);
    if (known && known.type !== request.type) {
        throw new Error(`${request.login} is already a ${known.type}`);
    }
    if (known) {
        known.members = [...(request.members ?? known.members)];
        known.forbidsDeployKeys = request.forbidsDeployKeys ?? known.forbidsDeployKeys;
        known.writers = [...(request.writers ?? known.writers ?? [])];
        known.teams = withTeams(store, known.teams ?? [], request.teams ?? []);
    } else {
        store.state.accounts.push({
            id: store.newId(),
            login: request.login,
            type: request.type,
            members: [...(request.members ?? [])],
            forbidsDeployKeys: request.forbidsDeployKeys,
            writers: [...(request.writers ?? [])],
            teams: withTeams(store, [], request.teams ?? []),
            createdAt: timestamp(),
        });
    }
    store.save();
}

/** Teams keep their numbers. */
function withTeams(store: Store, known: readonly Team[], slugs: readonly string[]): Team[] {
    const added = slugs.filter((slug) => !known.some((team) => team.slug === slug));
    return [...known, ...added.map((slug) => ({ id: store.newId(), slug }))];
}

/** Makes a token; giving one that exists replaces its permissions. */
export function putToken(store: Store, request: TokenRequest): TokenAnswer {
    const account = store.account(request.login);
    if (account?.type !== "User") {
        throw new Error(`there is no user ${request.login} to make a token for`);
    }
    const unknown = request.scopes?.find((scope) => !(scopes as readonly string[]).includes(scope));
    if (unknown !== undefined) {
        throw new Error(`there is no scope ${unknown} here`);
    }
    const prefix = request.scopes ? "ghp_" : "github_pat_";
    const token = request.token ?? `${prefix}${randomBytes(24).toString("hex")}`;
    const record: TokenRecord = {
        hash: hashToken(token),
        fingerprint: fingerprint(token),
        login: account.login,
        permissions: permissionMap(request.permissions ?? {}),
        scopes: request.scopes,
        createdAt: timestamp(),
        expiresAt: request.expiresAt,
    };
    const others = store.state.tokens.filter((other) => other.hash !== record.hash);
    store.state.tokens = [...others, record];
    store.save();
    return { token, fingerprint: record.fingerprint };
}

export function listTokens(store: Store): ListedToken[] {
    return store.state.tokens.map(
        ({ fingerprint, login, permissions, scopes, installation, createdAt, expiresAt }) => ({
            ...{ fingerprint, login, permissions, scopes, installation, createdAt, expiresAt },
        }),
    );
}

/** Revokes a token. @throws Error if there is none */
export function removeToken(store: Store, name: string): void {
    const left = store.state.tokens.filter((token) => token.fingerprint !== name);
    if (left.length === store.state.tokens.length) {
        throw new Error(`there is no token ${name}`);
    }
    store.state.tokens = left;
    store.save();
}

/** `read` or `write` stands for that level everywhere. */
export function permissionMap(permissions: Level | Permissions): Permissions {
    return typeof permissions === "string"
        ? Object.fromEntries(areas.map((area) => [area, permissions]))
        : permissions;
}
