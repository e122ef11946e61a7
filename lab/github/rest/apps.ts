/** What Apps do in their own name, and as their installations. */
import { randomBytes } from "node:crypto";
import { z } from "zod";
import { fingerprint, hashToken, isInstalledFor } from "../access";
import { GitHubError, notFound } from "../errors";
import {
    accountRoute,
    bodyAs,
    created,
    noContent,
    ok,
    page,
    type Call,
    type Reply,
} from "../http/route";
import type { App, Installation } from "../appModel";
import type { Permissions, RepositoryRecord, TokenRecord } from "../model";
import { sameName, timestamp } from "../store";
import { appView, installationView, selection } from "./views/app";
import { repositoryView } from "./views/repository";

function callingApp(call: Call): App {
    if (!call.app) {
        throw new Error("a route for Apps was called by somebody else");
    }
    return call.app;
}

function shown(call: Call, app: App, installation: Installation | undefined): Reply {
    if (installation?.app !== app.id) {
        throw notFound();
    }
    return ok(installationView(call.hub, app, installation));
}

function self(call: Call): Reply {
    return ok(appView(call.hub, callingApp(call)));
}

function installation(call: Call): Reply {
    const id = call.params.id("installation_id");
    return shown(call, callingApp(call), call.hub.store.installation(id));
}

function installationOf(matches: (call: Call, installation: Installation) => boolean) {
    return (call: Call): Reply => {
        const app = callingApp(call);
        const found = call.hub.store.state.installations.find(
            (one) => one.app === app.id && matches(call, one),
        );
        return shown(call, app, found);
    };
}

function hasRepository(call: Call, one: Installation): boolean {
    const record = call.hub.store.repository(call.params.text("owner"), call.params.text("repo"));
    return record !== undefined && isInstalledFor(one, record);
}

const narrowing = z.object({
    repositories: z.array(z.string()).optional(),
    repository_ids: z.array(z.number()).optional(),
    permissions: z.record(z.string(), z.string()).optional(),
});

function newToken(call: Call): Reply {
    const { store } = call.hub;
    const app = callingApp(call);
    const installed = store.installation(call.params.id("installation_id"));
    if (installed?.app !== app.id) {
        throw notFound();
    }
    if (installed.suspendedAt !== undefined) {
        throw new GitHubError(403, "This installation has been suspended");
    }
    const asked = bodyAs(call, narrowing);
    const permissions = granted(installed, asked.permissions);
    const only = selected(call, installed, asked);
    const token = `ghs_${randomBytes(18).toString("hex")}`;
    const expires = timestamp(new Date(Date.now() + installed.tokenSeconds * 1000));
    const record: TokenRecord = {
        hash: hashToken(token),
        fingerprint: fingerprint(token),
        login: `${app.slug}[bot]`,
        permissions,
        installation: installed.id,
        repositories: only?.map(({ id }) => id),
        createdAt: timestamp(),
        expiresAt: expires,
    };
    store.state.tokens.push(record);
    call.hub.journals.issued.append({
        at: record.createdAt,
        installation: installed.id,
        token,
    });
    return created({
        token,
        expires_at: expires,
        permissions,
        repository_selection: only ? "selected" : selection(installed),
        ...(only && { repositories: only.map((one) => repositoryView(call.hub, one)) }),
    });
}

/** @throws {GitHubError} 422 if more is asked for than the installation was granted */
function granted(
    { permissions }: Installation,
    asked: Readonly<Record<string, string>> | undefined,
): Permissions {
    if (asked === undefined) {
        return permissions;
    }
    const has = new Map<string, string>(Object.entries(permissions));
    for (const [area, level] of Object.entries(asked)) {
        const held = has.get(area);
        if (held !== level && !(held === "write" && level === "read")) {
            throw new GitHubError(
                422,
                "The permissions requested are not granted to this installation.",
            );
        }
    }
    // All of them were found among the granted ones.
    return asked;
}

/** @throws {GitHubError} 422 if one of them is not the installation's */
function selected(
    call: Call,
    installed: Installation,
    asked: z.infer<typeof narrowing>,
): RepositoryRecord[] | undefined {
    if (asked.repositories === undefined && asked.repository_ids === undefined) {
        return undefined;
    }
    const { store } = call.hub;
    const records = [
        ...(asked.repositories ?? []).map((name) => store.repository(installed.account, name)),
        ...(asked.repository_ids ?? []).map((id) => store.repositoryById(id)),
    ];
    return records.map((record) => {
        if (!record || !isInstalledFor(installed, record)) {
            throw new GitHubError(
                422,
                "There is at least one repository that does not exist or is not accessible to the parent installation.",
            );
        }
        return record;
    });
}

function installationToken(call: Call): { installed: Installation; token: TokenRecord } {
    const { actor } = call;
    if (!actor?.installation) {
        throw new GitHubError(
            403,
            "You must authenticate with an installation access token in order to list repositories for an installation.",
        );
    }
    return { installed: actor.installation, token: actor.token };
}

function accessibleRepositories(call: Call): Reply {
    const { installed, token } = installationToken(call);
    const records = call.hub.store.state.repositories.filter((record) =>
        isInstalledFor(installed, record, token.repositories),
    );
    return page(call, records, (items) => ({
        total_count: records.length,
        repository_selection: selection(installed),
        repositories: items.map((record) => repositoryView(call.hub, record)),
    }));
}

function revoke(call: Call): Reply {
    const { token } = installationToken(call);
    const { state } = call.hub.store;
    state.tokens = state.tokens.filter((other) => other !== token);
    return noContent;
}

const anybody = { area: "metadata", level: "read", scopes: [] } as const;

export const appRoutes = [
    accountRoute("GET /app", "app", self),
    accountRoute("GET /app/installations/{installation_id}", "app", installation),
    accountRoute("POST /app/installations/{installation_id}/access_tokens", "app", newToken),
    accountRoute("GET /repos/{owner}/{repo}/installation", "app", installationOf(hasRepository)),
    accountRoute(
        "GET /orgs/{org}/installation",
        "app",
        installationOf((call, one) => sameName(one.account, call.params.text("org"))),
    ),
    accountRoute("GET /installation/repositories", anybody, accessibleRepositories),
    accountRoute("DELETE /installation/token", anybody, revoke),
];
