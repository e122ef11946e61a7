/** Users and organisations. */
import { canSee } from "../access";
import { GitHubError, notFound } from "../errors";
import { accountRoute, ok, page, type Call, type Reply } from "../http/route";
import type { Account, RepositoryRecord } from "../model";
import { sameName } from "../store";
import { organizationView, privateUserView, publicUserView } from "./views/account";
import { repositoryView } from "./views/repository";

function repositoriesOf(call: Call, account: Account): RepositoryRecord[] {
    return call.hub.store.state.repositories.filter(
        (record) =>
            sameName(record.owner, account.login) && canSee(call.hub.store, call.actor, record),
    );
}

function publicCount(records: readonly RepositoryRecord[]): number {
    return records.filter((record) => record.settings.visibility === "public").length;
}

function findAccount(call: Call, parameter: string, type?: Account["type"]): Account {
    const account = call.hub.store.account(call.params.text(parameter));
    if (!account || (type !== undefined && account.type !== type)) {
        throw notFound();
    }
    return account;
}

function authenticatedUser(call: Call): Reply {
    if (!call.actor) {
        throw notFound();
    }
    if (call.actor.installation) {
        throw new GitHubError(403, "Resource not accessible by integration");
    }
    const { account } = call.actor;
    const mine = repositoriesOf(call, account);
    const open = publicCount(mine);
    return ok(privateUserView(call.hub.addresses, account, { open, closed: mine.length - open }));
}

function user(call: Call): Reply {
    const account = findAccount(call, "username");
    const count = publicCount(repositoriesOf(call, account));
    return ok(publicUserView(call.hub.addresses, account, count));
}

/** Keys of a user: nobody has any here; clients that describe a user ask all the same. */
function noKeys(call: Call): Reply {
    findAccount(call, "username");
    return ok([]);
}

function organization(call: Call): Reply {
    const account = findAccount(call, "org", "Organization");
    const count = publicCount(repositoriesOf(call, account));
    const login = call.actor?.account.login ?? "";
    const isMember = account.members.some((member) => sameName(member, login));
    return ok(organizationView(call.hub.addresses, account, count, isMember));
}

function organizationRepositories(call: Call): Reply {
    const records = repositoriesOf(call, findAccount(call, "org", "Organization"));
    return page(call, records, (items) => items.map((record) => repositoryView(call.hub, record)));
}

export const accountRoutes = [
    accountRoute("GET /user", { area: "metadata", level: "read", scopes: [] }, authenticatedUser),
    accountRoute("GET /users/{username}", "none", user),
    accountRoute("GET /users/{username}/keys", "none", noKeys),
    accountRoute("GET /users/{username}/gpg_keys", "none", noKeys),
    accountRoute("GET /orgs/{org}", "none", organization),
    accountRoute("GET /orgs/{org}/repos", "none", organizationRepositories),
];
